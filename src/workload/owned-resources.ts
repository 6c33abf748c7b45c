import type { Call } from '../cloud/call.ts'
import type { Cloud } from '../cloud/cloud.ts'
import type { ResourceKind } from '../model/resource-kind.ts'
import { isNativeName } from './native-name.ts'

/** Something that the cloud's own list shows and that bears a deployment's name. */
export interface OwnedResource {
  readonly kind: ResourceKind
  readonly id: string
  readonly name: string
}

/**
 * Everything on the cloud that belongs to a deployment, from the cloud's own lists and nothing else: by its name, a floating IP by its description, and
 * ports and attachments also by the server or volume that they are on. Empty after a removal that left nothing behind.
 */
export const ownedResources = async (
  cloud: Cloud,
  deployment: string,
  call: Call,
): Promise<readonly OwnedResource[]> => {
  const named = async (
    kind: ResourceKind,
    items: AsyncIterable<{ readonly id: string; readonly name: string }> | undefined,
  ): Promise<OwnedResource[]> => {
    const owned: OwnedResource[] = []
    for await (const { id, name } of items ?? []) if (isNativeName(deployment, name)) owned.push({ kind, id, name })
    return owned
  }
  const [servers, volumes, ...others] = await Promise.all([
    named('server', cloud.servers.list(call)),
    named('volume', cloud.volumes?.list(call)),
    named('key-pair', cloud.keyPairs.list(call)),
    named('network', cloud.networks.list(call)),
    named('subnet', cloud.subnets.list(call)),
    named('router', cloud.routers?.list(call)),
    named('security-group', cloud.securityGroups.list(call)),
    named('snapshot', cloud.snapshots?.list(call)),
    named('floating-ip', renamed(cloud.floatingIps?.list(call))),
  ])
  const ours = new Set([...servers, ...volumes].map(({ id }) => id))
  const ports: OwnedResource[] = []
  for await (const { id, name, serverId } of cloud.ports?.list(call) ?? [])
    if (isNativeName(deployment, name) || (serverId !== undefined && ours.has(serverId)))
      ports.push({ kind: 'port', id, name })
  const attachments: OwnedResource[] = []
  for await (const { id, volumeId, serverId } of cloud.attachments?.list(call) ?? [])
    if (ours.has(volumeId) || ours.has(serverId))
      attachments.push({ kind: 'attachment', id, name: `${volumeId} at ${serverId}` })
  return [...servers, ...volumes, ...others.flat(), ...ports, ...attachments]
}

async function* renamed(
  items: AsyncIterable<{ readonly id: string; readonly description: string }> | undefined,
): AsyncGenerator<{ readonly id: string; readonly name: string }> {
  for await (const { id, description } of items ?? []) yield { id, name: description }
}
