import type { Topology, TopologyNode } from '../../challenge/round-topology.ts'
import { html, type Markup } from './markup.ts'

/** The topology as a list of sentences, behind a line to open it. */
export const topologyWords = (topology: Topology): Markup =>
  html`<details class="words"><summary>The same in words</summary><ul>${topologySentences(topology).map((sentence) => html`<li>${sentence}</li>`)}</ul></details>`

/** A sentence for each resource: what it is and what it is joined to. */
export const topologySentences = ({ nodes, edges }: Topology): readonly string[] => {
  const names = new Map(nodes.map(({ key, name }) => [key, shortName(name)]))
  return nodes.map((node) => {
    const joined = edges
      .filter(({ from }) => from === node.key)
      .map(({ to, kind, address }) => `${words[kind]} ${names.get(to)}${address === undefined ? '' : ` as ${address}`}`)
    const state = node.state === 'ready' ? [] : [`not ready (${node.state})`]
    return [`${kindWords[node.kind]} ${shortName(node.name)}`, ...detailsOf(node), ...state, ...joined].join('; ')
  })
}

/** A name without the deployment that it begins with. */
export const shortName = (name: string): string => name.replace(/^.+?--/, '')

const kindWords: Readonly<Record<TopologyNode['kind'], string>> = {
  'cloud-network': 'The cloud’s network',
  network: 'Network',
  subnet: 'Subnet',
  router: 'Router',
  'security-group': 'Security group',
  'floating-ip': 'Floating IP',
  volume: 'Volume',
  server: 'Server',
  'key-pair': 'Key pair',
}

const words: Readonly<Record<Topology['edges'][number]['kind'], string>> = {
  has: 'has subnet',
  gateway: 'has its gateway on',
  routes: 'routes for subnet',
  plugged: 'is plugged into',
  guarded: 'is guarded by',
  attached: 'is attached to',
  leads: 'leads to',
  from: 'comes from',
}

const detailsOf = ({ flavor, image, zone, cidr, sizeGiB, rules, addresses, kind }: TopologyNode): readonly string[] => [
  ...(flavor === undefined ? [] : [`flavor ${flavor}`]),
  ...(image === undefined ? [] : [`image ${image}`]),
  ...(zone === undefined ? [] : [`zone ${zone}`]),
  ...(cidr === undefined ? [] : [cidr]),
  ...(sizeGiB === undefined ? [] : [`${sizeGiB} GiB`]),
  ...(kind === 'floating-ip' ? (addresses ?? []) : []),
  ...(rules === undefined ? [] : [rules.length === 0 ? 'lets nothing in' : `lets in ${rules.join(', ')}`]),
]
