import { containsCidr } from 'cidr-tools'
import type { Port, Router } from '../../model/network.ts'
import { isPrivateAddress } from '../../model/private-address.ts'
import type { Server } from '../../model/server.ts'
import type { Flow } from './security-group-rule.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** The way that a packet takes: where it arrives, and how both ends look to each other. */
interface NetworkPath {
  readonly target: Port
  /** Absent when it comes from outside. */
  readonly source?: Port
  /** The sender as the target's rules see it, and in words. */
  readonly sender: Flow['peer'] & { readonly words: string }
  /** The target as the sender's rules see it. */
  readonly receiver: Flow['peer']
}

/** A path, or the sentence that says what is missing on it. */
export type Found = NetworkPath | string

/** True for a port on a network of the cloud's own. */
const isOnProvider = ({ tables }: SimulatedCloud, { networkId }: Port): boolean => {
  const network = tables.networks.find(networkId)
  return network !== undefined && (network.shared || network.external)
}

/** The way to that address for someone outside the cloud. */
export const pathFromOutside = (cloud: SimulatedCloud, address: string): Found => {
  const { tables } = cloud
  const sender = { groupIds: [], words: 'outside' }
  const receiver = { address, groupIds: [] }
  const [floatingIp] = tables.floatingIps.by('address', address)
  if (floatingIp && isPrivateAddress(address))
    return `the floating IP ${address} is an address that the internet does not route`
  if (floatingIp) {
    const target = floatingIp.portId === undefined ? undefined : tables.ports.find(floatingIp.portId)
    if (!target) return `the floating IP ${address} is associated with no port`
    const subnetId = target.fixedIps.find((one) => one.address === floatingIp.fixedAddress)?.subnetId
    const joined = tables.routers
      .by('subnet', subnetId ?? '')
      .some(({ externalNetworkId }) => externalNetworkId === floatingIp.poolId)
    if (joined) return { target, sender, receiver }
    const [subnet, pool] = [tables.subnets.find(subnetId ?? ''), tables.networks.find(floatingIp.poolId)]
    return `no router joins the subnet ${subnet?.name} with ${pool?.name}, where the floating IP ${address} is from`
  }
  const holders = tables.ports.by('address', address)
  const target = isPrivateAddress(address) ? undefined : holders.find((port) => isOnProvider(cloud, port))
  if (target) return { target, sender, receiver }
  const [holder] = holders
  if (!holder) return `nothing here has the address ${address}`
  const pointing = tables.floatingIps.by('port', holder.id)[0]?.address
  const instead = pointing ? `; from outside it is reached at ${pointing}` : ' and no floating IP leads to it'
  return `${address} is a private address of ${tables.networks.find(holder.networkId)?.name}${instead}`
}

/** The way to that address for a server: within its networks, over routers, or out and in again. */
export const pathFromServer = (cloud: SimulatedCloud, server: Server, address: string): Found => {
  const { tables } = cloud
  const sources = tables.ports.by('server', server.id)
  for (const target of tables.ports.by('address', address)) {
    const source = sources.find((port) => isJoined(cloud, port, target, address))
    if (!source) continue
    const own = addressOf(source, address)
    const sender = { address: own, groupIds: source.securityGroupIds, words: `${server.name} (${own})` }
    return { target, source, sender, receiver: { address, groupIds: target.securityGroupIds } }
  }
  const outside = pathFromOutside(cloud, address)
  if (typeof outside === 'string') return withoutRoute(cloud, server, address) ?? outside
  for (const source of sources) {
    const seen = outwardAddress(cloud, source, address)
    if (seen === undefined) continue
    return { ...outside, source, sender: { address: seen, groupIds: [], words: `${server.name} (as ${seen})` } }
  }
  return `no router leads from the networks of ${server.name} to outside, where ${address} is`
}

const withoutRoute = ({ tables }: SimulatedCloud, server: Server, address: string): string | undefined => {
  const [target] = tables.ports.by('address', address)
  if (!target || tables.floatingIps.has('address', address)) return undefined
  const network = tables.networks.find(target.networkId)?.name
  return `no route leads from ${server.name} to ${address}: it is not on ${network} and no router joins them`
}

/** The port's own address of the same family. */
const addressOf = ({ fixedIps }: Port, like: string): string =>
  (fixedIps.find(({ address }) => address.includes(':') === like.includes(':')) ?? fixedIps[0])?.address ?? 'no address'

/** What a port looks like from outside: its floating IP, its router's address, or itself on a public network. */
const outwardAddress = (cloud: SimulatedCloud, port: Port, like: string): string | undefined => {
  if (port.fixedIps.length === 0) return undefined
  if (isOnProvider(cloud, port)) return addressOf(port, like)
  const floatingIp = cloud.tables.floatingIps.by('port', port.id)[0]?.address
  if (floatingIp !== undefined) return floatingIp
  return port.fixedIps
    .flatMap(({ subnetId }) => cloud.tables.routers.by('subnet', subnetId))
    .flatMap(({ externalAddresses }) => externalAddresses)[0]
}

const isJoined = (cloud: SimulatedCloud, source: Port, target: Port, address: string): boolean => {
  if (source.fixedIps.length === 0) return false
  if (source.networkId === target.networkId) return true
  const there = target.fixedIps.find((one) => one.address === address)?.subnetId
  const { routers, ports } = cloud.tables
  const queue: Router[] = source.fixedIps.flatMap(({ subnetId }) => routers.by('subnet', subnetId))
  const seen = new Set(queue.map(({ id }) => id))
  for (const router of queue) {
    if (there !== undefined && router.subnetIds.includes(there)) return true
    for (const { destination, nextHop } of router.routes ?? []) {
      if (!containsCidr(destination, address)) continue
      for (const { routerId, fixedIps } of ports.by('address', nextHop)) {
        const next = fixedIps.some(({ subnetId }) => router.subnetIds.includes(subnetId)) && routerId
        if (!next || seen.has(next)) continue
        seen.add(next)
        queue.push(routers.get(next))
      }
    }
  }
  return false
}
