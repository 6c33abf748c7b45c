import type { PortId } from '../../../model/id.ts'
import { asId } from '../../../model/id.ts'
import type { Port } from '../../../model/network.ts'
import { idAbove } from './id-above.ts'
import type { Present } from './make.ts'
import { present, presentOne } from './make.ts'
import type { NetworkContext } from './network-context.ts'

/** Ports as the cloud below has them or, where it shows none, one for each interface of a server. */
export type PortRecord = Present<'port'>

export const portRecords = (context: NetworkContext): readonly PortRecord[] =>
  context.cached('port records', () =>
    context.front.driver.ports ? present(context, 'port') : [...serverInterfaces(context)],
  )

export const portRecord = (context: NetworkContext, id: string): PortRecord | undefined =>
  context.front.driver.ports
    ? presentOne(context, 'port', id)
    : context
        .cached('port records by id', () => new Map(portRecords(context).map((record) => [record.id, record])))
        .get(id)

function* serverInterfaces({ front }: NetworkContext): Generator<PortRecord> {
  for (const { nativeId, native, projectId, createdAt, updatedAt } of front.mirror.list('server')) {
    if (nativeId === undefined || !native) continue
    for (const [index, { networkId, subnetId, address, macAddress }] of native.interfaces.entries()) {
      const id = idAbove('port', `${nativeId}/${index}`)
      const port: Port = {
        id: asId<'port'>(id) as PortId,
        name: '',
        networkId,
        status: native.status === 'active' ? 'active' : 'down',
        macAddress: macAddress ?? '',
        fixedIps: subnetId === undefined ? [] : [{ subnetId, address }],
        securityGroupIds: native.securityGroupIds,
        serverId: native.id,
        owner: 'server',
      }
      yield { id, nativeId: id, ...(projectId === undefined ? {} : { projectId }), native: port, createdAt, updatedAt }
    }
  }
}
