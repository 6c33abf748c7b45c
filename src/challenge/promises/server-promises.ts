import type { Server } from '../../model/server.ts'
import type { NodeSpecs } from '../../workload/resource-node.ts'
import { type CloudPromise, promising } from './cloud-promise.ts'
import type { Deployed } from './deployed.ts'

/** Promises about servers: that they are as they were asked for. */
export const serverPromises: readonly CloudPromise[] = [
  promising('a server is as it was asked for', 'server', ({ deployed }) =>
    deployed
      .of('server')
      .flatMap(({ key, id, spec, got }) =>
        (got ? differences(deployed, spec, got) : []).map((each) => ({ sentence: `${key} ${each}`, shownBy: id })),
      ),
  ),
  promising('a server is on the networks asked for', 'server', ({ deployed }) =>
    deployed.of('server').flatMap(({ key, id, spec, got }) => {
      if (!got) return []
      const breach = (what: string) => ({ sentence: `${key} ${what}`, shownBy: id })
      if (got.interfaces.length !== spec.interfaces.length)
        return [breach(`has ${got.interfaces.length} interfaces instead of ${spec.interfaces.length}`)]
      return spec.interfaces.flatMap((wanted) =>
        isThere(deployed, wanted, got) ? [] : [breach(`is not on ${words(wanted)}`)],
      )
    }),
  ),
  {
    promise: 'an active server has its ports up',
    unknown: ({ deployed }) => (deployed.of('port').length > 0 ? undefined : 'the cloud shows no ports'),
    breaches: ({ deployed }) => {
      const ports = new Map(deployed.of('port').map((port) => [port.id, port]))
      return deployed.of('server').flatMap(({ key, got }) =>
        got?.status !== 'active'
          ? []
          : got.interfaces.flatMap(({ portId = '' }) => {
              const port = ports.get(portId)
              return !port?.got || port.got.status === 'active'
                ? []
                : [{ sentence: `${key} is active and its port ${port.key} is ${port.got.status}`, shownBy: portId }]
            }),
      )
    },
  },
]

type Wanted = NodeSpecs['server']

const differences = (deployed: Deployed, wanted: Wanted, got: Server): readonly string[] => {
  const different = (what: string, asked: string | undefined, has: string | undefined) =>
    asked === undefined || asked === has ? [] : [`has ${what} ${has ?? 'none'} instead of ${asked}`]
  const keyPair = wanted.keyPair && deployed.id(wanted.keyPair)
  const groups = wanted.securityGroups.map((group) => deployed.id(group) ?? '')
  return [
    ...different('the name', wanted.name, got.name),
    ...different('the flavor', wanted.flavorId, got.flavorId),
    ...(wanted.bootVolumeGiB === undefined ? different('the image', wanted.imageId, got.imageId) : []),
    ...different('the key pair', keyPair, got.keyPairId),
    ...different('the zone', wanted.zoneId, got.zoneId),
    ...(got.interfaces.length > 0
      ? different('the security groups', sorted(groups), sorted(got.securityGroupIds))
      : []),
    ...Object.entries(wanted.metadata).flatMap(([key, value]) =>
      different('the metadata', `${key}=${value}`, `${key}=${got.metadata[key] ?? ''}`),
    ),
  ]
}

const sorted = (ids: readonly string[]): string => [...ids].sort().join(' and ')

type WantedInterface = Wanted['interfaces'][number]

const isThere = (deployed: Deployed, wanted: WantedInterface, { interfaces }: Server): boolean =>
  interfaces.some((each) =>
    'port' in wanted
      ? each.portId === deployed.id(wanted.port)
      : each.networkId === deployed.id(wanted.network) &&
        (wanted.subnet === undefined || each.subnetId === undefined || each.subnetId === deployed.id(wanted.subnet)) &&
        (wanted.address === undefined || each.address === wanted.address),
  )

const words = (wanted: WantedInterface): string => {
  const reference = 'port' in wanted ? wanted.port : wanted.network
  return 'node' in reference ? reference.node : `the network ${reference.id}`
}
