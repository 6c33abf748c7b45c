import type { SecurityGroupRule } from '../../model/security-group.ts'
import type { NodeSpecs } from '../../workload/resource-node.ts'
import { type CloudPromise, promising } from './cloud-promise.ts'
import type { Deployed } from './deployed.ts'

/** Promises about ways in and out. */
export const networkPromises: readonly CloudPromise[] = [
  promising('a router leads where it was asked to', 'router', ({ deployed }) =>
    deployed.of('router').flatMap(({ key, id, spec, got }) =>
      !got || spec.externalNetworkId === undefined || possible(deployed, spec).includes(got.externalNetworkId)
        ? []
        : [
            {
              sentence: `${key} leads to ${got.externalNetworkId ?? 'no network'} instead of ${spec.externalNetworkId}`,
              shownBy: id,
            },
          ],
    ),
  ),
  promising('a floating IP leads to the port asked for', 'floating-ip', ({ deployed }) => {
    const floatingIps = new Map(deployed.of('floating-ip').map((each) => [each.id, each]))
    return deployed.joins('floating-ip-association').flatMap(({ spec }) => {
      const floatingIp = floatingIps.get(deployed.id(spec.floatingIp) ?? '')
      const asked = deployed.output(spec.target, 'portId') ?? deployed.id(spec.target)
      const has = floatingIp?.got?.portId
      return !floatingIp?.got || has === asked
        ? []
        : [
            {
              sentence: `${floatingIp.key} leads to the port ${has ?? 'of nobody'} instead of ${asked}`,
              shownBy: floatingIp.id,
            },
          ]
    })
  }),
  promising('a security group has the rules asked for and no others', 'security-group', ({ deployed }) =>
    deployed.of('security-group').flatMap(({ key, id, got }) => {
      if (!got) return []
      const wanted = wantedRules(deployed, id)
      const sentences = [
        ...wanted.flatMap(({ key: ruleKey, id: ruleId, rule }) => {
          const has = got.rules.find((each) => each.id === ruleId)
          if (!has) return [`${ruleKey} is not in ${key}`]
          return lets(has) === lets(rule) ? [] : [`${ruleKey} ${lets(has)} instead of ${asked(rule)}`]
        }),
        ...got.rules
          .filter(({ id: ruleId, direction }) => direction === 'ingress' && wanted.every((each) => each.id !== ruleId))
          .map((rule) => `${key} ${lets(rule)}, which nobody asked for`),
      ]
      return sentences.map((sentence) => ({ sentence, shownBy: id }))
    }),
  ),
]

/** Where the first of the networks had no room, the router leads to another one of them: the one that the deciding floating IP is of. */
const possible = (deployed: Deployed, { externalNetworkId, orElse = [], samePoolAs }: NodeSpecs['router']) => {
  const decisive = samePoolAs && deployed.of('floating-ip').find(({ id }) => id === deployed.id(samePoolAs))
  return decisive?.got ? [decisive.got.poolId] : [externalNetworkId, ...orElse]
}

type Ingress = Pick<SecurityGroupRule, 'protocol' | 'portMin' | 'portMax' | 'remoteCidr' | 'remoteGroupId'>

const wantedRules = (
  deployed: Deployed,
  groupId: string,
): ReadonlyArray<{ readonly key: string; readonly id: string; readonly rule: Ingress }> =>
  deployed.joins('security-group-rule').flatMap(({ key, id, spec: { group, remoteGroup, ...rule } }) => {
    if (deployed.id(group) !== groupId) return []
    const remote = remoteGroup && deployed.id(remoteGroup)
    return [{ key, id, rule: { ...rule, ...(remote === undefined ? {} : { remoteGroupId: remote as never }) } }]
  })

const everyone = new Set(['0.0.0.0/0', '::/0'])

const asked = ({ protocol, portMin, portMax, remoteCidr, remoteGroupId }: Ingress): string => {
  const what =
    protocol === undefined ? 'everything' : portMin === undefined ? protocol : `${protocol} ${portMin}-${portMax}`
  const cidr = remoteCidr !== undefined && everyone.has(remoteCidr) ? undefined : remoteCidr
  return `${what} from ${cidr ?? remoteGroupId ?? 'everywhere'}`
}

const lets = (rule: Ingress): string => `lets in ${asked(rule)}`
