import { z } from 'zod'
import type { ResourceRecord } from '../journal/journal.ts'
import type { NodeSpecs, Reference } from '../workload/resource-node.ts'
import type { RoundChoices } from './round-choices.ts'

const nodeKinds = [
  /** A network of the cloud's own: an external one, or the one that servers are put on where nobody may have their own. */
  'cloud-network',
  'network',
  'subnet',
  'router',
  'security-group',
  'floating-ip',
  'volume',
  'server',
  'key-pair',
] as const

const nodeSchema = z.object({
  /** Names it within this topology. */
  key: z.string(),
  kind: z.enum(nodeKinds),
  name: z.string(),
  /** The cloud's own id; absent when the cloud had not told one. */
  id: z.string().optional(),
  /** `ready`: it was usable. `made`: the cloud had it. `begun`: whether the cloud made it is not known. `deleting`: it was on its way out. */
  state: z.enum(['begun', 'made', 'ready', 'deleting']),
  addresses: z.array(z.string()).optional(),
  cidr: z.string().optional(),
  flavor: z.string().optional(),
  image: z.string().optional(),
  zone: z.string().optional(),
  sizeGiB: z.number().optional(),
  /** What a security group lets in, each as a few words. */
  rules: z.array(z.string()).optional(),
})

const edgeKinds = [
  /** From a network to its subnet. */
  'has',
  /** From a router to the cloud's network that its gateway is on. */
  'gateway',
  /** From a router to a subnet. */
  'routes',
  /** From a server to the subnet, or network, that it is plugged into. */
  'plugged',
  /** From a server to a security group. */
  'guarded',
  /** From a volume to a server. */
  'attached',
  /** From a floating IP to a server. */
  'leads',
  /** From a floating IP to the cloud's network that it is of. */
  'from',
] as const

/** What a round had on its cloud before it was taken down, as a graph. */
export const topologySchema = z.object({
  nodes: z.array(nodeSchema),
  edges: z.array(
    z.object({ from: z.string(), to: z.string(), kind: z.enum(edgeKinds), address: z.string().optional() }),
  ),
})
export type Topology = Readonly<z.infer<typeof topologySchema>>
export type TopologyNode = Topology['nodes'][number]
type Edge = Topology['edges'][number]

/**
 * The topology of what a deployment's journal says it has. Edges to what is not there, as after a deployment that failed half-way, are left out.
 */
export const deployedTopology = (records: readonly ResourceRecord[], choices: RoundChoices | undefined): Topology => {
  const known: Known = { records: new Map(records.map((record) => [record.key, record])), choices }
  const parts = records.map((record) => partOf(record, known))
  const edges = parts.flatMap((part) => part.edges ?? [])
  const own = parts.flatMap((part) => part.node ?? [])
  const nodes = [...cloudNetworks(edges, choices), ...own]
  const keys = new Set(nodes.map(({ key }) => key))
  return { nodes, edges: edges.filter(({ from, to }) => keys.has(from) && keys.has(to)) }
}

interface Known {
  readonly records: ReadonlyMap<string, ResourceRecord>
  readonly choices: RoundChoices | undefined
}

/** What one record adds. */
interface Part {
  readonly node?: TopologyNode
  readonly edges?: readonly Edge[]
}

const partOf = (record: ResourceRecord, known: Known): Part => {
  const { key, outputs } = record
  switch (record.kind) {
    case 'network':
    case 'key-pair':
      return { node: nodeOf(record, record.kind) }
    case 'subnet': {
      const { cidr, network, zoneId } = specOf(record, 'subnet')
      return {
        node: nodeOf(record, 'subnet', { cidr, ...zoned(zoneId) }),
        edges: [{ from: keyOf(network), to: key, kind: 'has' }],
      }
    }
    case 'router': {
      const { externalNetworkId: id } = specOf(record, 'router')
      return {
        node: nodeOf(record, 'router'),
        edges: id === undefined ? [] : [{ from: key, to: keyOf({ id }), kind: 'gateway' }],
      }
    }
    case 'router-subnet': {
      const { router, subnet } = specOf(record, 'router-subnet')
      return { edges: [{ from: keyOf(router), to: keyOf(subnet), kind: 'routes' }] }
    }
    case 'security-group':
      return { node: nodeOf(record, 'security-group', { rules: rulesOf(key, known) }) }
    case 'floating-ip': {
      const { address } = outputs
      return {
        node: nodeOf(record, 'floating-ip', address === undefined ? {} : { addresses: [address] }),
        edges: [{ from: key, to: keyOf({ id: specOf(record, 'floating-ip').poolId }), kind: 'from' }],
      }
    }
    case 'floating-ip-association': {
      const { floatingIp, target } = specOf(record, 'floating-ip-association')
      return { edges: [{ from: keyOf(floatingIp), to: serverAt(keyOf(target), known), kind: 'leads' }] }
    }
    case 'volume': {
      const { sizeGiB, zoneId } = specOf(record, 'volume')
      return { node: nodeOf(record, 'volume', { sizeGiB, ...zoned(zoneId) }) }
    }
    case 'attachment': {
      const { volume, server } = specOf(record, 'attachment')
      return { edges: [{ from: keyOf(volume), to: keyOf(server), kind: 'attached' }] }
    }
    case 'server':
      return serverPart(record, known)
    default:
      return {}
  }
}

const serverPart = (record: ResourceRecord, { records, choices }: Known): Part => {
  const { flavorId, imageId, zoneId, interfaces, securityGroups } = specOf(record, 'server')
  const { key, outputs } = record
  const plugs = interfaces.flatMap((each): Edge[] => {
    const port = 'port' in each && 'node' in each.port ? records.get(each.port.node) : undefined
    const at = 'network' in each ? each : port && specOf(port, 'port')
    const address = port?.outputs.address ?? ('address' in each ? each.address : undefined) ?? outputs.address
    if (!at) return []
    const to = keyOf(at.subnet ?? at.network)
    return [{ from: key, to, kind: 'plugged', ...(address === undefined ? {} : { address }) }]
  })
  return {
    node: nodeOf(record, 'server', {
      flavor: choices?.components.find(({ flavor }) => flavor.id === flavorId)?.flavor.name ?? flavorId,
      image: choices?.components.find(({ image }) => image.id === imageId)?.image.name ?? imageId,
      ...zoned(zoneId),
      addresses: [...new Set(plugs.flatMap(({ address }) => address ?? []))],
    }),
    edges: [...plugs, ...securityGroups.map((group): Edge => ({ from: key, to: keyOf(group), kind: 'guarded' }))],
  }
}

type Details = Omit<TopologyNode, 'key' | 'kind' | 'name' | 'id' | 'state'>

const nodeOf = (
  { key, name, nativeId, state }: ResourceRecord,
  kind: TopologyNode['kind'],
  details: Details = {},
): TopologyNode => ({ key, kind, name, ...(nativeId === undefined ? {} : { id: nativeId }), state, ...details })

const zoned = (zone: string | undefined): Details => (zone === undefined ? {} : { zone })

const cloudNetworkKey = 'cloud-network/'

const keyOf = (reference: Reference): string =>
  'node' in reference ? reference.node : `${cloudNetworkKey}${reference.id}`

/** The cloud's own networks that edges lead to. */
const cloudNetworks = (edges: readonly Edge[], choices: RoundChoices | undefined): readonly TopologyNode[] =>
  [...new Set(edges.map(({ to }) => to).filter((to) => to.startsWith(cloudNetworkKey)))].map((key) => {
    const id = key.slice(cloudNetworkKey.length)
    return { key, kind: 'cloud-network', name: choices?.network.names?.[id] ?? id, id, state: 'ready' }
  })

/** The server that a port is plugged into; what is no port's key stays as it is. */
const serverAt = (target: string, { records }: Known): string => {
  for (const record of records.values()) {
    if (record.kind !== 'server') continue
    const { interfaces } = specOf(record, 'server')
    if (interfaces.some((each) => 'port' in each && keyOf(each.port) === target)) return record.key
  }
  return target
}

const rulesOf = (group: string, { records }: Known): string[] =>
  [...records.values()].flatMap((record) => {
    if (record.kind !== 'security-group-rule') return []
    const rule = specOf(record, 'security-group-rule')
    return keyOf(rule.group) === group ? [rule.description] : []
  })

/** A journal's record holds the spec of a node of its kind. */
const specOf = <Kind extends keyof NodeSpecs>({ spec }: ResourceRecord, _kind: Kind): NodeSpecs[Kind] =>
  JSON.parse(spec) as NodeSpecs[Kind]
