import { isHostAddress, parseAddress } from '../../model/address-range.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { SecurityGroupId } from '../../model/id.ts'
import type { Network, Port, PortSpec } from '../../model/network.ts'
import { defaultGroup } from './security-groups.ts'
import { showServer } from './server-view.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import { poolOf } from './subnets.ts'

type FixedIps = Port['fixedIps']
type FixedIpsSpec = NonNullable<PortSpec['fixedIps']>

/** The groups asked for, each once, or the default one; none on a cloud without groups. Fails with `not_found` when one does not exist. */
export const chooseGroups = (
  cloud: SimulatedCloud,
  asked: readonly SecurityGroupId[] | undefined,
): readonly SecurityGroupId[] => {
  if (cloud.options.securityGroups === false) return []
  if (!asked) return [defaultGroup(cloud).id]
  for (const id of asked) cloud.tables.securityGroups.get(id)
  return [...new Set(asked)]
}

/** Fails with `forbidden` when an account may not put ports on that network. */
export const usableNetwork = (cloud: SimulatedCloud, id: Network['id']): Network => {
  const network = cloud.tables.networks.get(id)
  if (network.external && !network.shared)
    throw new CloudError('forbidden', `ports of your own cannot be on ${network.name}: it is an external network`)
  return network
}

/** Takes the addresses asked for, or one of any subnet; takes none when one of them cannot be had. */
export const takeAddresses = (
  cloud: SimulatedCloud,
  network: Network,
  asked: FixedIpsSpec | undefined,
  kept: FixedIps = [],
): FixedIps => {
  const subnets = cloud.tables.subnets.by('network', network.id)
  if (!asked && subnets.length === 0) return []
  const taken: FixedIps[number][] = []
  try {
    for (const one of asked ?? [{}]) {
      const known = kept.find(({ address }) => address === one.address)
      taken.push(known ?? takeOne(cloud, network, subnets, one))
    }
    return taken
  } catch (error) {
    giveBackAddresses(
      cloud,
      taken.filter((one) => !kept.includes(one)),
    )
    throw error
  }
}

const takeOne = (
  cloud: SimulatedCloud,
  network: Network,
  subnets: ReadonlyArray<{ readonly id: FixedIps[number]['subnetId']; readonly name: string }>,
  { subnetId, address }: FixedIpsSpec[number],
): FixedIps[number] => {
  if (subnetId !== undefined) cloud.tables.subnets.get(subnetId)
  const allowed = subnetId === undefined ? subnets : subnets.filter(({ id }) => id === subnetId)
  if (allowed.length === 0)
    throw new CloudError(
      'invalid',
      subnetId === undefined
        ? `the network ${network.name} has no subnet`
        : `the subnet ${subnetId} is not on the network ${network.name}`,
    )
  if (address !== undefined) {
    const { version, value } = parseAddress(address)
    const home = allowed.find(({ id }) => {
      const { range } = poolOf(cloud, id)
      return range.version === version && isHostAddress(range, value)
    })
    if (!home) throw new CloudError('invalid', `${address} is no host address of a subnet of ${network.name}`)
    return { subnetId: home.id, address: poolOf(cloud, home.id).take(address) }
  }
  for (const { id } of allowed) {
    const free = poolOf(cloud, id).takeAny()
    if (free !== undefined) return { subnetId: id, address: free }
  }
  throw new CloudError('conflict', `all addresses of ${allowed.map(({ name }) => name).join(', ')} are in use`)
}

export const giveBackAddresses = (cloud: SimulatedCloud, addresses: FixedIps): void => {
  for (const { subnetId, address } of addresses) cloud.addressPools.get(subnetId)?.giveBack(address)
}

/** A free locally administered address in Neutron's range, or the one asked for. Fails with `conflict` when the network has it already. */
const chooseMac = ({ tables: { ports }, random }: SimulatedCloud, network: Network, asked?: string): string => {
  if (asked !== undefined) {
    const mac = asked.toLowerCase()
    if (!/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/.test(mac))
      throw new CloudError('invalid', `${JSON.stringify(asked)} is no MAC address of a single host`)
    if (ports.has('mac', `${network.id} ${mac}`))
      throw new CloudError('conflict', `the MAC address ${mac} is in use on ${network.name}`)
    return mac
  }
  for (;;) {
    const tail = [...random.bytes(3)].map((byte) => byte.toString(16).padStart(2, '0'))
    const mac = ['fa', '16', '3e', ...tail].join(':')
    if (!ports.has('mac', `${network.id} ${mac}`)) return mac
  }
}

export interface NewPort extends Pick<Port, 'id' | 'name' | 'owner' | 'status' | 'securityGroupIds'> {
  readonly network: Network
  readonly fixedIps?: FixedIpsSpec | undefined
  readonly macAddress?: string | undefined
  readonly serverId?: Port['serverId']
  readonly routerId?: Port['routerId']
}

/** Makes a port with its addresses. Nothing is taken when it fails. */
export const putPort = (cloud: SimulatedCloud, { network, fixedIps, macAddress, ...port }: NewPort): void => {
  const mac = chooseMac(cloud, network, macAddress)
  const addresses = takeAddresses(cloud, network, fixedIps)
  const { serverId, routerId, ...rest } = port
  cloud.tables.ports.put({
    ...rest,
    networkId: network.id,
    macAddress: mac,
    fixedIps: addresses,
    ...(serverId === undefined ? {} : { serverId }),
    ...(routerId === undefined ? {} : { routerId }),
  })
}

/** Takes the port away with everything that hangs on it: its addresses, its floating IPs, its place in a server. */
export const removePort = (cloud: SimulatedCloud, port: Port): void => {
  const { floatingIps, ports } = cloud.tables
  for (const { portId: _port, fixedAddress: _address, ...floatingIp } of floatingIps.by('port', port.id))
    floatingIps.put(floatingIp)
  ports.remove(port.id)
  cloud.goesWithServer.delete(port.id)
  giveBackAddresses(cloud, port.fixedIps)
  if (port.serverId !== undefined) showServer(cloud, port.serverId)
}
