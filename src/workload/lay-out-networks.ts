import {
  formatIpv4,
  formatIpv4Range,
  type Ipv4Range,
  ipv4RangesOverlap,
  parseIpv4Range,
  prefixFor,
  sizeOfPrefix,
  splitIpv4Range,
} from '../lib/ipv4-range.ts'
import type { Network } from '../model/network.ts'
import type { Choices } from './choices.ts'
import { chooseProviderNetwork, isReached, type ProviderChoice } from './choose-provider-network.ts'
import type { CompleteDocument } from './document.ts'
import { type Instance, networkNamesOf } from './instance.ts'
import { nativeName } from './native-name.ts'
import type { CloudOffer } from './offer.ts'
import type { Refusal } from './plan.ts'
import type { PreviousSpecs } from './previous-specs.ts'
import type { NodeSpecs, Reference, ResourceNode } from './resource-node.ts'

/** One way of an instance into one network. */
export interface Connection {
  readonly network: Reference
  readonly subnet?: Reference
  /** Given here where the cloud shows no ports from which the address could be learned beforehand. */
  readonly address?: string
  /** What must be there before a guest on it can reach the internet. */
  readonly after: readonly string[]
}

export interface NetworkLayout {
  readonly nodes: readonly ResourceNode[]
  readonly choice: Choices['network']
  /** True when an address of the network itself is reachable from outside. */
  readonly addressesArePublic: boolean
  /** By the network's name in the workload; two names that are the same network here share a connection. */
  readonly connections: (instance: Instance) => ReadonlyMap<string, Connection>
}

export interface LayoutInput {
  readonly deployment: string
  readonly document: CompleteDocument
  readonly offer: CloudOffer
  readonly previous: PreviousSpecs
  readonly instances: readonly Instance[]
}

/**
 * Gives a workload networks of its own where the cloud allows it and they can be what they must: reached from outside at its exposed ports, and with a way out to the
 * internet. Else it is put on a network of the cloud's own.
 */
export const layOutNetworks = (
  input: LayoutInput,
): { readonly layout: NetworkLayout } | { readonly refusal: Refusal } => {
  const { document, offer } = input
  const exposing = Object.entries(document.components).find(([, component]) => component.expose.length > 0)
  const declared = Object.values(document.networks)
  const wantsOut = declared.length === 0 || declared.some(({ internet }) => internet)
  const routes = offer.has.routers && externalNetworks(offer).length > 0
  if (offer.has.networks && (exposing ? offer.has.floatingIps && routes : routes || !wantsOut))
    return ownNetworks(input)
  const provider = providerNetwork(input, exposing !== undefined)
  if (provider) {
    const lacks = !offer.has.networks ? 'tenant networks' : routes ? 'floating IPs' : 'routers'
    return { layout: onProvider(provider.network, `this cloud has no ${lacks}: ${provider.because}`) }
  }
  if (offer.has.networks && !exposing) return ownNetworks(input)
  return {
    refusal: {
      subject: exposing?.[0] ?? 'the workload',
      reason: offer.has.networks
        ? 'it exposes ports, and this cloud offers neither floating IPs nor a network of its own that can be reached from outside'
        : 'this cloud offers neither tenant networks nor a shared network',
      ...(offer.has.networks ? { hint: 'take expose away, or deploy it to another cloud' } : {}),
    },
  }
}

/** Without tenant networks, floating IPs can lead to a network of the cloud's own that is not reached by itself. */
const providerNetwork = ({ offer, previous, instances }: LayoutInput, exposes: boolean): ProviderChoice | undefined => {
  const before = instances[0] && previousNetwork(previous, instances[0])
  const beforeId = before && 'id' in before ? before.id : undefined
  const choose = (mustBeReached: boolean) => chooseProviderNetwork(offer.networks, mustBeReached, beforeId)
  if (!exposes) return choose(false)
  return choose(true) ?? (!offer.has.networks && offer.has.floatingIps ? choose(false) : undefined)
}

const previousNetwork = (previous: PreviousSpecs, { name }: Instance): Reference | undefined => {
  const [first] = previous.get('server', `server/${name}`)?.interfaces ?? []
  return first && 'network' in first ? first.network : previous.get('port', `port/${name}`)?.network
}

const onProvider = (network: Network, because: string): NetworkLayout => {
  const connection: Connection = { network: { id: network.id }, after: [] }
  return {
    nodes: [],
    choice: { kind: 'provider', because },
    addressesArePublic: isReached(network),
    connections: () => new Map([['', connection]]),
  }
}

/** OpenStack and AWS both keep the first addresses of a subnet (gateway, DHCP, DNS), AWS the last too: ours begin after these. */
const keptAddresses = 10

const ownNetworks = (input: LayoutInput): { readonly layout: NetworkLayout } | { readonly refusal: Refusal } => {
  const { deployment, document, offer, previous, instances } = input
  const declared = Object.keys(document.networks)
  const members = new Map<string, Instance[]>()
  for (const instance of instances)
    for (const name of networkNamesOf(instance.component, declared))
      members.set(name, pushed(members.get(name), instance))
  const ranges = assignRanges(input, members)
  const nodes: ResourceNode[] = []
  const connections = new Map<string, Map<string, Connection>>()
  for (const [name, inside] of members) {
    const range = ranges.get(name) as Ipv4Range
    if (sizeOfPrefix(range.prefix) < inside.length + keptAddresses + 2)
      return {
        refusal: {
          subject: `the network ${name}`,
          reason: `its range ${formatIpv4Range(range)} has no room for ${inside.length} servers`,
          hint: `write /${prefixFor(inside.length + keptAddresses + 2)} or larger`,
        },
      }
    const networkKey = `network/${name}`
    const internet = document.networks[name]?.internet ?? true
    const gateway = internet ? gatewaySpec(input, name) : {}
    const network: Reference = { node: networkKey }
    nodes.push({
      key: networkKey,
      kind: 'network',
      name: nativeName(deployment, name),
      dependsOn: [],
      spec: { name: nativeName(deployment, name), range: formatIpv4Range(range) },
    })
    const routed = offer.has.routers && gateway.externalNetworkId !== undefined
    const routerKey = `router/${name}`
    if (routed)
      nodes.push({
        key: routerKey,
        kind: 'router',
        name: nativeName(deployment, name),
        dependsOn: gateway.samePoolAs && 'node' in gateway.samePoolAs ? [gateway.samePoolAs.node] : [],
        spec: { name: nativeName(deployment, name), ...gateway },
      })
    for (const { suffix, part, zone, instances: here } of subnetsOf(range, inside, offer)) {
      const key = `subnet/${name}${suffix}`
      const subnetName = nativeName(deployment, `${name}${suffix}`)
      nodes.push({
        key,
        kind: 'subnet',
        name: subnetName,
        dependsOn: [networkKey],
        spec: {
          name: subnetName,
          network,
          cidr: formatIpv4Range(part),
          ...(zone ? { zoneId: zone.id } : {}),
        },
      })
      const joinKey = `router-subnet/${name}${suffix}`
      if (routed)
        nodes.push({
          key: joinKey,
          kind: 'router-subnet',
          name: subnetName,
          dependsOn: [routerKey, key],
          spec: { router: { node: routerKey }, subnet: { node: key } },
        })
      const addresses = offer.has.ports ? undefined : assignAddresses(part, key, here, previous)
      for (const instance of here) {
        const address = addresses?.get(instance.name)
        const own = connections.get(instance.name) ?? new Map<string, Connection>()
        connections.set(instance.name, own)
        own.set(name, {
          network,
          subnet: { node: key },
          ...(address === undefined ? {} : { address }),
          after: routed ? [joinKey] : [],
        })
      }
    }
  }
  const layout: NetworkLayout = {
    nodes,
    choice: { kind: 'own', because: 'this cloud has tenant networks' },
    addressesArePublic: false,
    connections: ({ name }) => connections.get(name) ?? new Map(),
  }
  return { layout }
}

const pushed = <Item>(list: Item[] | undefined, item: Item): Item[] => {
  if (!list) return [item]
  list.push(item)
  return list
}

/** Where routers can have their gateways: first where floating IPs come from, since both must be on the same one. */
const externalNetworks = ({ pools, networks }: CloudOffer): ReadonlyArray<Network['id']> => [
  ...new Set([...pools, ...networks.filter(({ external }) => external)].map(({ id }) => id)),
]

/** Where a router's gateway is: what it was made with as long as that is there, else where the floating IPs are, else where there is room. */
const gatewaySpec = (
  { offer, previous, instances }: LayoutInput,
  name: string,
): Pick<NodeSpecs['router'], 'externalNetworkId' | 'orElse' | 'samePoolAs'> => {
  const candidates = externalNetworks(offer)
  const before = previous.get('router', `router/${name}`)
  if (before?.externalNetworkId !== undefined && candidates.includes(before.externalNetworkId)) {
    const { externalNetworkId, orElse, samePoolAs } = before
    return { externalNetworkId, ...(orElse ? { orElse } : {}), ...(samePoolAs ? { samePoolAs } : {}) }
  }
  const [externalNetworkId, ...orElse] = candidates
  if (externalNetworkId === undefined) return {}
  if (orElse.length === 0) return { externalNetworkId }
  const decides = decidingFloatingIp(instances)
  if (!offer.has.floatingIps || decides === undefined) return { externalNetworkId, orElse }
  return { externalNetworkId, samePoolAs: { node: decides } }
}

/** The key of the floating IP that goes first and decides which pool all of a deployment's addresses come from. */
export const decidingFloatingIp = (instances: readonly Instance[]): string | undefined => {
  const first = instances.find(({ component }) => component.expose.length > 0)
  return first && `floating-ip/${first.name}`
}

/** One subnet, or one for each zone on clouds that bind subnets to zones: always the same part of the range for the same zone. */
const subnetsOf = (range: Ipv4Range, inside: readonly Instance[], offer: CloudOffer) => {
  if (!offer.traits.zoneRequired) return [{ suffix: '', part: range, zone: undefined, instances: inside }]
  const zones = [...offer.zones].sort((one, other) => one.name.localeCompare(other.name))
  const parts = splitIpv4Range(range, zones.length)
  return zones.flatMap((zone, index) => {
    const here = inside.filter((instance) => instance.zone?.id === zone.id)
    const part = parts[index]
    return here.length > 0 && part ? [{ suffix: `-${zone.name.toLowerCase()}`, part, zone, instances: here }] : []
  })
}

/** Written ranges, then those of before that still have room, then the first free ones from 10.42.0.0 on. */
const assignRanges = (
  { document, previous, offer }: LayoutInput,
  members: ReadonlyMap<string, readonly Instance[]>,
): ReadonlyMap<string, Ipv4Range> => {
  const ranges = new Map<string, Ipv4Range>()
  const zones = offer.traits.zoneRequired ? Math.max(1, offer.zones.length) : 1
  const wanted = (name: string) => (members.get(name)?.length ?? 0) * 2 * zones + keptAddresses + 2
  for (const name of members.keys()) {
    const written = document.networks[name]?.range
    if (written) ranges.set(name, parseIpv4Range(written))
  }
  for (const name of members.keys()) {
    const before = ranges.has(name) ? undefined : previous.get('network', `network/${name}`)?.range
    if (before && sizeOfPrefix(parseIpv4Range(before).prefix) >= wanted(name) / 2)
      ranges.set(name, parseIpv4Range(before))
  }
  for (const name of members.keys()) {
    if (ranges.has(name)) continue
    const prefix = Math.min(24, prefixFor(wanted(name)))
    const range = { base: parseIpv4Range(`10.42.0.0/${prefix}`).base, prefix }
    while ([...ranges.values()].some((other) => ipv4RangesOverlap(other, range))) range.base += sizeOfPrefix(prefix)
    ranges.set(name, range)
  }
  return ranges
}

/** The address of before where it lies in the subnet, else the lowest free one. */
const assignAddresses = (
  range: Ipv4Range,
  subnetKey: string,
  instances: readonly Instance[],
  previous: PreviousSpecs,
): ReadonlyMap<string, string> => {
  const assigned = new Map<string, string>()
  const taken = new Set<string>()
  const assign = (name: string, address: string) => {
    assigned.set(name, address)
    taken.add(address)
  }
  for (const { name } of instances) {
    for (const each of previous.get('server', `server/${name}`)?.interfaces ?? [])
      if ('network' in each && each.address && each.subnet && 'node' in each.subnet && each.subnet.node === subnetKey)
        if (ipv4RangesOverlap(range, parseIpv4Range(`${each.address}/32`)) && !taken.has(each.address))
          assign(name, each.address)
  }
  let next = range.base + keptAddresses
  for (const { name } of instances) {
    if (assigned.has(name)) continue
    while (taken.has(formatIpv4(next))) next += 1
    assign(name, formatIpv4(next))
  }
  return assigned
}
