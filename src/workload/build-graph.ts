import type { Choices } from './choices.ts'
import { fitComponents } from './fit-components.ts'
import { layOutNetworks } from './lay-out-networks.ts'
import { nativeName } from './native-name.ts'
import type { CloudOffer } from './offer.ts'
import type { AvoidedZones } from './placement/avoided-zones.ts'
import type { Refusal } from './plan.ts'
import { noPreviousSpecs, type PreviousSpecs } from './previous-specs.ts'
import type { Reference, ResourceNode } from './resource-node.ts'
import { securityNodes } from './security-nodes.ts'
import { serverNodes } from './server-nodes.ts'
import { renderUserData } from './user-data.ts'
import type { Workload } from './workload.ts'

export interface GraphInput {
  readonly workload: Workload
  readonly offer: CloudOffer
  /** The deployment's name. */
  readonly name: string
  readonly previous?: PreviousSpecs
  /** Where instances found no room. */
  readonly avoid?: AvoidedZones
}

export interface Graph {
  /** Empty when there are refusals. */
  readonly nodes: readonly ResourceNode[]
  readonly refusals: readonly Refusal[]
  readonly warnings: readonly string[]
  readonly choices: Choices
}

/** What a workload is on one cloud. Pure; its time grows with the number of nodes alone. */
export const buildGraph = ({
  workload: { document, inputs },
  offer,
  name,
  previous = noPreviousSpecs,
  avoid,
}: GraphInput): Graph => {
  const { fitted, instances, choices, refusals } = fitComponents(document, offer, previous, avoid)
  const laid = layOutNetworks({ deployment: name, document, offer, previous, instances })
  if ('refusal' in laid)
    return {
      nodes: [],
      refusals: [...refusals, laid.refusal],
      warnings: [],
      choices: { components: choices, network: { kind: 'own', because: laid.refusal.reason } },
    }
  const { layout } = laid
  const keyName = nativeName(name, 'key')
  const keyPair: readonly ResourceNode[] = document.ssh_key
    ? [
        {
          key: 'key-pair/key',
          kind: 'key-pair',
          name: keyName,
          dependsOn: [],
          spec: { name: keyName, publicKey: document.ssh_key },
        },
      ]
    : []
  const servers = serverNodes({
    deployment: name,
    document,
    inputs,
    offer,
    previous,
    instances,
    fitted,
    layout,
    ...(keyPair[0] ? { keyPair: { node: keyPair[0].key } } : {}),
  })
  const nodes = [
    ...keyPair,
    ...layout.nodes,
    ...(offer.traits.withoutSecurityGroups ? [] : securityNodes(name, document)),
    ...servers.nodes,
  ]
  const all = [...refusals, ...servers.refusals, ...userDataRefusals(nodes, offer)]
  return {
    nodes: all.length > 0 ? [] : nodes,
    refusals: all,
    warnings: warningsOf(document, offer),
    choices: { components: choices, network: { ...layout.choice, names: namesOfUsed(nodes, offer) } },
  }
}

/** The names of the cloud's own networks that the nodes refer to. */
const namesOfUsed = (nodes: readonly ResourceNode[], { networks, pools }: CloudOffer): Record<string, string> => {
  const used = new Set<string | undefined>(nodes.flatMap(networksOf))
  return Object.fromEntries([...networks, ...pools].filter(({ id }) => used.has(id)).map(({ id, name }) => [id, name]))
}

const networksOf = (node: ResourceNode): ReadonlyArray<string | undefined> => {
  const idOf = (reference: Reference) => ('id' in reference ? reference.id : undefined)
  if (node.kind === 'router') return [node.spec.externalNetworkId]
  if (node.kind === 'floating-ip') return [node.spec.poolId]
  if (node.kind === 'port') return [idOf(node.spec.network)]
  if (node.kind !== 'server') return []
  return node.spec.interfaces.map((each) => ('network' in each ? idOf(each.network) : undefined))
}

const warningsOf = (document: Workload['document'], offer: CloudOffer): readonly string[] => [
  ...(offer.traits.withoutSecurityGroups
    ? ['this cloud has no security groups: whoever reaches the network of a server reaches all that listens on it']
    : []),
  ...packageWarnings(document, offer),
]

const packageWarnings = (document: Workload['document'], offer: CloudOffer): readonly string[] => {
  if (offer.pools.length > 0 || offer.networks.some(({ external }) => external) || !offer.has.routers) return []
  return Object.entries(document.components)
    .filter(([, component]) => component.setup.packages.length > 0)
    .map(
      ([name]) => `${name} installs packages, and this cloud shows no external network through which they could come`,
    )
}

/** One instance of each component is looked at: the others differ by the length of a number or an address. */
const userDataRefusals = (nodes: readonly ResourceNode[], { traits }: CloudOffer): readonly Refusal[] => {
  const seen = new Set<string>()
  return nodes.flatMap((node): Refusal[] => {
    if (node.kind !== 'server' || seen.has(node.component ?? '')) return []
    seen.add(node.component ?? '')
    const text = renderUserData(node.spec.guest, {
      text: (parts) => parts.map((part) => (typeof part === 'string' ? part : 'x'.repeat(40))).join(''),
      id: () => 'x'.repeat(36),
    })
    const bytes = Buffer.byteLength(text)
    if (bytes <= traits.userDataLimit) return []
    return [
      {
        subject: node.component ?? node.key,
        reason: `its files and setup make ${bytes} bytes of user data, and this cloud takes ${traits.userDataLimit}`,
        hint: 'fetch large files in setup.run instead of writing them',
      },
    ]
  })
}
