import type { CompleteDocument, Component } from './document.ts'
import { fillTemplate, type Peer } from './fill-template.ts'
import type { Fitted } from './fit-components.ts'
import type { Instance } from './instance.ts'
import { type Connection, decidingFloatingIp, type NetworkLayout } from './lay-out-networks.ts'
import { nativeName } from './native-name.ts'
import type { CloudOffer } from './offer.ts'
import { zoneForVolume } from './placement/zone-for-volume.ts'
import type { Refusal } from './plan.ts'
import { formatPort } from './ports.ts'
import type { PreviousSpecs } from './previous-specs.ts'
import { referencesIn } from './references-in.ts'
import type { GuestSetup, NodeSpecs, Reference, ResourceNode, TextPart } from './resource-node.ts'
import { capabilityPorts, securityGroupKey } from './security-nodes.ts'
import { parseTemplate, type TemplatePart } from './template.ts'
import { volumeSize, volumeTypeOf } from './volume-size.ts'

export interface ServerNodesInput {
  readonly deployment: string
  readonly document: CompleteDocument
  readonly inputs: Readonly<Record<string, string>>
  readonly offer: CloudOffer
  readonly previous: PreviousSpecs
  readonly instances: readonly Instance[]
  readonly fitted: ReadonlyMap<string, Fitted>
  readonly layout: NetworkLayout
  readonly keyPair?: Reference
}

interface Texts {
  readonly files: ReadonlyArray<{ path: string; mode: string; owner: string; parts: readonly TemplatePart[] }>
  readonly run: ReadonlyArray<readonly TemplatePart[]>
}

/** Every instance's ports, volumes, server, attachments and public address. */
export const serverNodes = (
  input: ServerNodesInput,
): { readonly nodes: readonly ResourceNode[]; readonly refusals: readonly Refusal[] } => {
  const nodes: ResourceNode[] = []
  const late = new Map<string, Set<string>>()
  const byComponent = new Map<string, Instance[]>()
  for (const instance of input.instances) {
    const list = byComponent.get(instance.componentName)
    if (list) list.push(instance)
    else byComponent.set(instance.componentName, [instance])
  }
  const relations = relationsOf(input, byComponent)
  for (const [name, instances] of byComponent) {
    const fitted = input.fitted.get(name)
    const [first] = instances
    if (!fitted || !first) continue
    const texts = textsOf(first.component)
    for (const instance of instances) {
      const made = nodesOf(input, instance, fitted, texts, relations.get(name) ?? new Map())
      nodes.push(...made.nodes)
      if (made.late.length > 0) late.set(name, new Set([...(late.get(name) ?? []), ...made.late]))
    }
  }
  const refusals = [...late].map(
    ([subject, what]): Refusal => ({
      subject,
      reason: `its templates need ${[...what].slice(0, 3).join(', ')}${what.size > 3 ? ' …' : ''}, which this cloud tells only once the server is there`,
      hint: 'take that out of its templates, or deploy it to a cloud with ports or tenant networks',
    }),
  )
  return { nodes, refusals }
}

const textsOf = ({ files, setup }: Component): Texts => ({
  files: Object.entries(files).map(([path, file]) => {
    const { content, mode, owner } =
      typeof file === 'string' ? { content: file, mode: '0644', owner: 'root:root' } : file
    return { path, mode, owner, parts: parseTemplate(content).parts }
  }),
  run: setup.run.map((command) => parseTemplate(command).parts),
})

const portKey = (instance: Instance, network: string): string =>
  network === '' || (instance.component.networks?.length ?? 1) === 1
    ? `port/${instance.name}`
    : `port/${instance.name}-${network}`

/** How others learn the instance's address in that network: as written beforehand, or from its port; `undefined` where only the server tells. */
const addressOf = ({ offer, layout }: ServerNodesInput, instance: Instance, network?: string): TextPart | undefined => {
  const connections = layout.connections(instance)
  const [name, connection] =
    [...connections].find(([each]) => each === network || each === '') ?? [...connections][0] ?? []
  if (name === undefined) return undefined
  return connection?.address ?? (offer.has.ports ? { node: portKey(instance, name), output: 'address' } : undefined)
}

type Relations = ReadonlyMap<string, { readonly port: number; readonly peers: readonly Peer[] }>

const relationsOf = (
  input: ServerNodesInput,
  byComponent: ReadonlyMap<string, readonly Instance[]>,
): ReadonlyMap<string, Relations> => {
  const declared = Object.keys(input.document.networks)
  const result = new Map<string, Relations>()
  for (const [name, component] of Object.entries(input.document.components)) {
    const relations = Object.entries(component.requires).map(([relation, target]) => {
      const [provider = '', capability = ''] = target.split('.')
      const provided = input.document.components[provider]
      const [port] = provided?.provides[capability] ? capabilityPorts(provided.provides[capability]) : []
      const own = component.networks ?? declared.slice(0, 1)
      const shared = own.find((network) => (provided?.networks ?? declared.slice(0, 1)).includes(network))
      const peers = (byComponent.get(provider) ?? []).map((instance): Peer => {
        const address = addressOf(input, instance, shared) ?? laterAddress(name, provider, instance)
        return { name: instance.name, index: instance.index, ...(address === undefined ? {} : { address }) }
      })
      return [relation, { port: port?.port ?? 0, peers }] as const
    })
    result.set(name, new Map(relations))
  }
  return result
}

/** Without ports, a server of another component tells its address once it is there, and those that need it wait: relations have no cycle. */
const laterAddress = (consumer: string, provider: string, instance: Instance): TextPart | undefined =>
  consumer === provider ? undefined : { node: `server/${instance.name}`, output: 'address' }

const nodesOf = (
  input: ServerNodesInput,
  instance: Instance,
  fitted: Fitted,
  texts: Texts,
  relations: Relations,
): { readonly nodes: readonly ResourceNode[]; readonly late: readonly string[] } => {
  const { deployment, offer, layout } = input
  const { component, componentName, name, zone } = instance
  const groups: readonly Reference[] = offer.traits.withoutSecurityGroups
    ? []
    : [{ node: securityGroupKey(componentName) }]
  const common = { component: componentName }
  const serverKey = `server/${name}`
  const nodes: ResourceNode[] = []
  const interfaces: Array<NodeSpecs['server']['interfaces'][number]> = []
  const after = new Set<string>()

  for (const [network, connection] of layout.connections(instance)) {
    for (const each of connection.after) after.add(each)
    if (offer.has.ports) {
      const port = portNode(deployment, instance, portKey(instance, network), connection, groups)
      nodes.push(port)
      interfaces.push({ port: { node: port.key } })
    } else
      interfaces.push({
        network: connection.network,
        ...(connection.subnet ? { subnet: connection.subnet } : {}),
        ...(connection.address === undefined ? {} : { address: connection.address }),
      })
  }

  const exposed = component.expose.length > 0
  const floats = exposed && offer.has.floatingIps && !layout.addressesArePublic
  const floatingKey = `floating-ip/${name}`
  const address = addressOf(input, instance)
  const publicAddress: TextPart | undefined = floats
    ? { node: floatingKey, output: 'address' }
    : exposed
      ? address
      : undefined

  const mounts: Array<GuestSetup['mounts'][number]> = []
  const volumes = Object.entries(component.volumes).map(([volume, { size, type, mount, filesystem }]) => {
    const key = `volume/${name}-${volume}`
    const nativeVolumeName = nativeName(deployment, `${name}-${volume}`)
    const zoneHere = zoneForVolume(offer, zone)
    nodes.push({
      key,
      kind: 'volume',
      name: nativeVolumeName,
      ...common,
      dependsOn: [],
      spec: {
        name: nativeVolumeName,
        sizeGiB: volumeSize(
          Math.ceil(size / 1024),
          volumeTypeOf(offer.volumeTypes, type),
          input.previous.get('volume', key)?.sizeGiB,
        ),
        ...(type === undefined ? {} : { type }),
        ...(zoneHere ? { zoneId: zoneHere.id } : {}),
      },
    })
    if (mount) mounts.push({ volume: { node: key }, directory: mount, filesystem })
    return { key, volume }
  })

  const context = {
    deployment,
    inputs: input.inputs,
    self: {
      name,
      index: instance.index,
      count: component.count,
      ...(address === undefined ? {} : { address }),
      ...(publicAddress === undefined ? {} : { publicAddress }),
    },
    relations,
  }
  const late: string[] = []
  const filled = (parts: readonly TemplatePart[]) => {
    const result = fillTemplate(parts, context)
    late.push(...result.late)
    return result.text
  }
  const guest: GuestSetup = {
    hostname: name,
    files: texts.files.map(({ path, mode, owner, parts }) => ({ path, mode, owner, content: filled(parts) })),
    packages: component.setup.packages,
    run: texts.run.map(filled),
    mounts,
  }
  const listens = [
    ...component.expose,
    ...component.listens,
    ...Object.values(component.provides).flatMap(capabilityPorts),
  ]
  const spec: NodeSpecs['server'] = {
    name: nativeName(deployment, name),
    flavorId: fitted.flavor.id,
    imageId: fitted.imageId,
    system: fitted.system,
    ...(fitted.bootVolumeGiB === undefined ? {} : { bootVolumeGiB: fitted.bootVolumeGiB }),
    interfaces,
    securityGroups: groups,
    ...(input.keyPair ? { keyPair: input.keyPair } : {}),
    ...(zone ? { zoneId: zone.id } : {}),
    ...(layout.addressesArePublic ? { publicAddress: 'own' as const } : {}),
    metadata: {
      'portolan.deployment': deployment,
      'portolan.component': componentName,
      ...(listens.length > 0 ? { 'portolan.listens': [...new Set(listens.map(formatPort))].join(',') } : {}),
    },
    guest,
  }
  const needed = new Set([...referencesIn(spec), ...after])
  nodes.push({ key: serverKey, kind: 'server', name: spec.name, ...common, dependsOn: [...needed], spec })

  for (const { key, volume } of volumes)
    nodes.push({
      key: `attachment/${name}-${volume}`,
      kind: 'attachment',
      name: nativeName(deployment, `${name}-${volume}`),
      ...common,
      dependsOn: [key, serverKey],
      spec: { volume: { node: key }, server: { node: serverKey } },
    })

  if (floats) {
    const pool = poolSpec(input, floatingKey)
    if (pool)
      nodes.push(...publicNodes(deployment, instance, floatingKey, pool, publicTarget(interfaces, serverKey), after))
  }
  return { nodes, late }
}

/** Where a floating IP comes from: where it came from as long as that is there, else where the deciding one comes from. */
const poolSpec = (
  { offer, previous, instances }: ServerNodesInput,
  key: string,
): Omit<NodeSpecs['floating-ip'], 'description'> | undefined => {
  const before = previous.get('floating-ip', key)
  if (before && offer.pools.some(({ id }) => id === before.poolId)) {
    const { description: _, ...pool } = before
    return pool
  }
  const [poolId, ...orElse] = offer.pools.map(({ id }) => id)
  if (poolId === undefined) return undefined
  if (orElse.length === 0) return { poolId }
  const decides = decidingFloatingIp(instances)
  return decides === undefined || decides === key ? { poolId, orElse } : { poolId, samePoolAs: { node: decides } }
}

/** The port that the public address leads to: the first one, or the server's own where the cloud shows no ports. */
const publicTarget = (interfaces: NodeSpecs['server']['interfaces'], serverKey: string): string => {
  const [first] = interfaces
  return first && 'port' in first && 'node' in first.port ? first.port.node : serverKey
}

const portNode = (
  deployment: string,
  instance: Instance,
  key: string,
  connection: Connection,
  groups: readonly Reference[],
): ResourceNode => {
  const name = nativeName(deployment, key.slice('port/'.length))
  const spec = {
    name,
    network: connection.network,
    ...(connection.subnet ? { subnet: connection.subnet } : {}),
    securityGroups: groups,
  }
  return { key, kind: 'port', name, component: instance.componentName, dependsOn: [...referencesIn(spec)], spec }
}

const publicNodes = (
  deployment: string,
  { name, componentName }: Instance,
  key: string,
  pool: Omit<NodeSpecs['floating-ip'], 'description'>,
  target: string,
  after: ReadonlySet<string>,
): readonly ResourceNode[] => {
  const description = nativeName(deployment, name)
  return [
    {
      key,
      kind: 'floating-ip',
      name: description,
      component: componentName,
      dependsOn: pool.samePoolAs && 'node' in pool.samePoolAs ? [pool.samePoolAs.node] : [],
      spec: { ...pool, description },
    },
    {
      key: `floating-ip-association/${name}`,
      kind: 'floating-ip-association',
      name: description,
      component: componentName,
      dependsOn: [key, target, ...after],
      spec: { floatingIp: { node: key }, target: { node: target } },
    },
  ]
}
