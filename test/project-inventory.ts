import { join } from 'node:path'
import { Cloud } from '../src/cloud/cloud.ts'
import { openDriver } from '../src/drivers/registry.ts'
import type { EmbeddedCloud } from '../src/embedded/embedded-cloud.ts'
import { collect } from '../src/lib/async-iterable.ts'
import { systemClock } from '../src/lib/clock.ts'
import { systemRandom } from '../src/lib/random.ts'
import type { CloudsFile } from './clients/clouds-file.ts'

/** Logs in to an embedded cloud of the clouds file as its member, over HTTP. */
export const enterEmbeddedCloud = async (
  { name, entry, certificate }: EmbeddedCloud,
  { folder }: CloudsFile,
): Promise<Cloud> => {
  const world = { clock: systemClock, random: systemRandom }
  const values = { ...entry, ...(certificate === undefined ? {} : { cacert: join(folder, `${name}.pem`) }) }
  return new Cloud(await openDriver({ kind: 'openstack', options: { values, ...world } }), { name, ...world })
}

/**
 * Everything of a project as its cloud's own lists show it, one line a resource with what it hangs on, without ids, sorted. Two of the same are two
 * lines, so that equal inventories mean that nothing is missing, doubled or left.
 */
export const projectInventory = async (cloud: Cloud): Promise<readonly string[]> => {
  const call = { signal: AbortSignal.timeout(120_000) }
  const [servers, volumes, keyPairs, networks, subnets, routers, groups, ports, floatingIps] = await Promise.all([
    collect(cloud.servers.list(call)),
    collect(cloud.volumes?.list(call) ?? nothing()),
    collect(cloud.keyPairs.list(call)),
    collect(cloud.networks.list(call)),
    collect(cloud.subnets.list(call)),
    collect(cloud.routers?.list(call) ?? nothing()),
    collect(cloud.securityGroups.list(call)),
    collect(cloud.ports?.list(call) ?? nothing()),
    collect(cloud.floatingIps?.list(call) ?? nothing()),
  ])
  const names = new Map<string, string>(
    [...servers, ...networks, ...subnets, ...routers, ...groups].map(({ id, name }) => [id, name]),
  )
  const name = (id: string | undefined) => (id === undefined ? 'nothing' : (names.get(id) ?? 'what is not there'))
  return [
    ...servers.map((server) => `server ${server.name} ${server.status} on ${server.interfaces.length} networks`),
    ...volumes.map(
      (volume) => `volume ${volume.name} at ${volume.attachments.map(({ serverId }) => name(serverId)).join()}`,
    ),
    ...keyPairs.map((keyPair) => `key pair ${keyPair.name}`),
    ...networks.map((network) => `network ${network.name}`),
    ...subnets.map((subnet) => `subnet ${subnet.name} of ${name(subnet.networkId)}`),
    ...routers.map((router) => `router ${router.name} for ${router.subnetIds.map(name).sort().join()}`),
    ...groups.map((group) => `group ${group.name}`),
    ...groups.flatMap(({ name: group, rules }) =>
      rules.map(
        ({ direction, family, protocol, portMin, remoteCidr, remoteGroupId }) =>
          `rule of ${group}: ${direction} ${family} ${protocol} ${portMin} ${remoteCidr} ${remoteGroupId && name(remoteGroupId)}`,
      ),
    ),
    ...ports.map(
      (port) =>
        `port ${port.name} on ${name(port.networkId)} of ${port.owner} ${name(port.serverId ?? port.routerId)}` +
        ` with ${port.fixedIps.length} addresses`,
    ),
    ...floatingIps.map(
      ({ description, portId }) =>
        `floating IP ${description} at ${ports.find((port) => port.id === portId)?.name ?? 'nothing'}`,
    ),
  ].sort()
}

async function* nothing(): AsyncGenerator<never> {}
