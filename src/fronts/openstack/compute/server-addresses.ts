import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { networkNameOf } from './names.ts'
import type { Relations } from './relations.ts'

export interface ServerAddress {
  readonly version: 4 | 6
  readonly addr: string
  readonly type: 'fixed' | 'floating'
  readonly mac: string
}

/** A server's addresses by the networks' names, fixed ones first. */
export const addressesOf = (
  front: Front,
  relations: Relations,
  mirrored: MirrorRecord<'server'> | undefined,
): ReadonlyMap<string, readonly ServerAddress[]> => {
  const fixed = new Map<string, ServerAddress[]>()
  const floating = new Map<string, ServerAddress[]>()
  for (const { networkId, address, macAddress, portId, publicAddress } of mirrored?.native?.interfaces ?? []) {
    const network = front.mirror.byNative('network', networkId)
    const name = network ? networkNameOf(front, network) : networkId
    const mac = macAddress ?? ''
    push(fixed, name, { version: versionOf(address), addr: address, type: 'fixed', mac })
    const leadsHere = publicAddress ?? (portId === undefined ? undefined : relations.publicAddressOf(portId, address))
    if (leadsHere !== undefined)
      push(floating, name, { version: versionOf(leadsHere), addr: leadsHere, type: 'floating', mac })
  }
  return new Map([...fixed].map(([name, addresses]) => [name, [...addresses, ...(floating.get(name) ?? [])]]))
}

const push = <Value>(map: Map<string, Value[]>, key: string, value: Value): void => {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

const versionOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4)
