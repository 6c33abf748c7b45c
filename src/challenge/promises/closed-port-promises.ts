import { parsePort } from '../../workload/ports.ts'
import type { NodeSpecs } from '../../workload/resource-node.ts'
import type { CloudPromise, Evidence } from './cloud-promise.ts'
import type { Deployed } from './deployed.ts'

/** A TCP port on which somebody listens and which no rule opens to outside. */
interface ClosedPort {
  readonly name: string
  readonly address: string
  readonly port: number
}

/** What nobody opened, asked from outside: on simulated clouds of the cloud, on others over the network. */
export const closedPortPromises: readonly CloudPromise[] = [
  {
    promise: 'a port that no rule opens does not answer',
    unknown: ({ deployed }) =>
      closedPorts(deployed).length > 0 ? undefined : 'no server of the deployment has a public address',
    breaches: async (evidence) => {
      const answers = await Promise.all(
        closedPorts(evidence.deployed).map(async (closed) => ({ closed, reached: await isReached(evidence, closed) })),
      )
      return answers
        .filter(({ reached }) => reached)
        .map(({ closed: { name, address, port } }) => ({
          sentence: `${name} answers on ${port}/tcp`,
          shownBy: address,
        }))
    },
  },
]

/** Most images' own service, which listens whatever the workload says. */
const ssh = 22

const closedPorts = (deployed: Deployed): readonly ClosedPort[] => {
  if (deployed.of('security-group').length === 0) return []
  const specs = new Map(deployed.of('server').map(({ key, spec }) => [key, spec]))
  return deployed.servers.flatMap(({ key, name, publicAddress }) => {
    const spec = specs.get(key)
    if (!spec || publicAddress === undefined) return []
    const open = openPorts(deployed, spec)
    return [...new Set([ssh, ...listening(spec)])]
      .filter((port) => !open.some(({ portMin, portMax }) => port >= portMin && port <= portMax))
      .map((port) => ({ name, address: publicAddress, port }))
  })
}

const listening = ({ metadata }: NodeSpecs['server']): readonly number[] =>
  (metadata['portolan.listens'] ?? '').split(',').flatMap((each) => {
    const parsed = parsePort(each)
    return parsed?.protocol === 'tcp' ? [parsed.port] : []
  })

/** The rules of the server's groups that let in other than members of groups. */
const openPorts = (deployed: Deployed, { securityGroups }: NodeSpecs['server']) => {
  const groups = new Set(securityGroups.map((group) => deployed.id(group)))
  return deployed
    .joins('security-group-rule')
    .map(({ spec }) => spec)
    .filter((rule) => groups.has(deployed.id(rule.group)) && rule.protocol === 'tcp' && !rule.remoteGroup)
}

const isReached = async ({ deployed, reach, call }: Evidence, { address, port }: ClosedPort): Promise<boolean> => {
  const { guests } = deployed.cloud
  if (!guests) return (await reach.tcp(address, port, call.signal)) === undefined
  return (await guests.probe({ from: 'outside', to: { address }, protocol: 'tcp', port }, call)).reached
}
