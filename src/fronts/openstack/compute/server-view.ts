import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { extrasOf } from '../network/extras.ts'
import type { Collection, Document } from '../store/store.ts'
import type { ComputeCall } from './compute-call.ts'
import { securityGroupNameOf } from './names.ts'
import type { Relations } from './relations.ts'
import type { ServerAddress } from './server-addresses.ts'
import { addressesOf } from './server-addresses.ts'
import { noValidHost } from './server-fault.ts'
import type { EmbeddedFlavor, ServerRecord } from './server-record.ts'
import { stateOf } from './server-state.ts'
import type { Servers } from './servers.ts'
import type { Zones } from './zones.ts'

/** `show` and `detail` tell all; `changed` is what an update answers: less, until 2.75 made it all. */
export type ServerShape = 'show' | 'detail' | 'changed'

/** Everything that a view is made of beside the record and the mirror's. */
interface Facts {
  readonly addresses: ReadonlyMap<string, readonly ServerAddress[]>
  readonly groups: readonly string[]
  readonly volumes: ReadonlyArray<{ readonly id: string; readonly delete_on_termination: boolean }>
  readonly zone: string
}

interface Cached {
  readonly mirrored: MirrorRecord<'server'> | undefined
  readonly version: number
  readonly zone: string
  /** Neutron's own words about the networks and groups in it, as they were. */
  readonly words: ReadonlyArray<readonly [collection: Collection<Document>, id: string, document: Document | undefined]>
  readonly facts: Facts
  readonly texts: Map<string, string>
}

const progressing: ReadonlySet<string> = new Set(['ACTIVE', 'BUILD', 'REBUILD', 'RESIZE', 'VERIFY_RESIZE', 'MIGRATING'])

/** Writes servers as JSON, each once until something about it changes. */
export class ServerViews {
  readonly #front: Front
  readonly #servers: Servers
  readonly #relations: Relations
  readonly #zones: Zones
  readonly #cache = new WeakMap<ServerRecord, Cached>()

  constructor(front: Front, servers: Servers, relations: Relations, zones: Zones) {
    this.#front = front
    this.#servers = servers
    this.#relations = relations
    this.#zones = zones
  }

  /** One server as JSON, as this caller at this microversion sees it. */
  text(call: ComputeCall, record: ServerRecord, shape: ServerShape): string {
    const mirrored = this.#servers.mirrored(record.id)
    const cached = this.#cachedOf(record, mirrored)
    const key = `${shape} ${call.microversion.minor} ${call.caller.isAdmin} ${call.self}`
    const known = cached.texts.get(key)
    if (known !== undefined) return known
    const text = JSON.stringify(this.#view(call, record, mirrored, cached.facts, shape))
    // Keys come from callers (microversions, origins): a caller with many must not fill the memory.
    if (cached.texts.size >= 16) cached.texts.clear()
    cached.texts.set(key, text)
    return text
  }

  /** The addresses under their networks' names, as `/ips` has them. */
  addresses(record: ServerRecord): ReadonlyMap<string, readonly ServerAddress[]> {
    return addressesOf(this.#front, this.#relations, this.#servers.mirrored(record.id))
  }

  #cachedOf(record: ServerRecord, mirrored: MirrorRecord<'server'> | undefined): Cached {
    const { version } = this.#relations
    const zone = mirrored?.native ? this.#zones.nameOf(mirrored.native.zoneId) : (record.pinnedZone ?? '')
    const known = this.#cache.get(record)
    const isFresh =
      known?.mirrored === mirrored &&
      known?.version === version &&
      known.zone === zone &&
      known.words.every(([collection, id, document]) => collection.get(id) === document)
    if (known && isFresh) return known
    const facts = this.#factsOf(record, mirrored, zone)
    const made: Cached = { mirrored, version, zone, words: this.#wordsOf(mirrored), facts, texts: new Map() }
    this.#cache.set(record, made)
    return made
  }

  #wordsOf(mirrored: MirrorRecord<'server'> | undefined): Cached['words'] {
    const { mirror } = this.#front
    const word = (kind: 'network' | 'security-group', nativeId: string) => {
      const id = mirror.idOf(kind, nativeId)
      const collection: Collection<Document> = extrasOf(this.#front, kind)
      return id === undefined ? [] : [[collection, id, collection.get(id)] as const]
    }
    return [
      ...(mirrored?.native?.interfaces ?? []).flatMap(({ networkId }) => word('network', networkId)),
      ...(mirrored?.native?.securityGroupIds ?? []).flatMap((id) => word('security-group', id)),
    ]
  }

  #factsOf(record: ServerRecord, mirrored: MirrorRecord<'server'> | undefined, zone: string): Facts {
    const { mirror } = this.#front
    const native = mirrored?.native
    const groups = native?.securityGroupIds.map((id) => {
      const group = mirror.byNative('security-group', id)
      return group ? securityGroupNameOf(this.#front, group) : id
    })
    const volumes = (mirrored?.nativeId === undefined ? [] : this.#relations.attachmentsOf(mirrored.nativeId)).map(
      (attachment) => {
        const id = mirror.idOf('volume', attachment.native.volumeId) ?? attachment.native.volumeId
        return {
          id,
          delete_on_termination: record.disks.find((disk) => disk.volumeId === id)?.deleteOnTermination ?? false,
        }
      },
    )
    return {
      addresses: addressesOf(this.#front, this.#relations, mirrored),
      groups: [...new Set(groups ?? record.requestedGroups)],
      volumes,
      zone,
    }
  }

  #view(
    call: ComputeCall,
    record: ServerRecord,
    mirrored: MirrorRecord<'server'> | undefined,
    facts: Facts,
    shape: ServerShape,
  ): object {
    const state = stateOf(record, mirrored)
    const { isAdmin } = call.caller
    const whole = shape !== 'changed' || call.at('2.75')
    const isPlaced = mirrored?.native !== undefined
    const host = isPlaced ? this.#zones.hostOf(facts.zone) : null
    return {
      id: record.id,
      name: record.name,
      status: state.status,
      tenant_id: record.projectId,
      user_id: record.userId,
      metadata: record.metadata,
      hostId: isPlaced ? this.#zones.hostIdOf(facts.zone, record.projectId) : '',
      image: record.imageId === null ? '' : imageView(call, record.imageId),
      flavor: flavorView(call, record.flavor),
      created: record.createdAt,
      updated: laterOf(record.updatedAt, mirrored?.updatedAt),
      addresses: state.vmState === 'building' ? {} : addressesView(facts.addresses, whole),
      accessIPv4: record.accessIPv4,
      accessIPv6: record.accessIPv6,
      links: call.links('servers', record.id),
      'OS-DCF:diskConfig': record.diskConfig,
      ...(progressing.has(state.status) ? { progress: 0 } : {}),
      ...faultView(record, mirrored, state.status, isAdmin),
      ...(whole
        ? {
            'OS-EXT-AZ:availability_zone': facts.zone,
            config_drive: record.configDrive ? 'True' : '',
            key_name: record.keyName,
            'OS-SRV-USG:launched_at': record.launchedAt === undefined ? null : microseconds(record.launchedAt),
            'OS-SRV-USG:terminated_at': record.deletedAt === undefined ? null : microseconds(record.deletedAt),
            ...(facts.groups.length > 0 ? { security_groups: facts.groups.map((name) => ({ name })) } : {}),
            'OS-EXT-STS:task_state': state.taskState,
            'OS-EXT-STS:vm_state': state.vmState,
            'OS-EXT-STS:power_state': state.powerState,
            'os-extended-volumes:volumes_attached': call.at('2.3')
              ? facts.volumes
              : facts.volumes.map(({ id }) => ({ id })),
            ...(isAdmin ? administratorsView(call, record, host) : {}),
          }
        : {}),
      ...(call.at('2.9') ? { locked: record.lockedBy !== undefined } : {}),
      ...(whole && isAdmin && call.at('2.16') ? { host_status: isPlaced ? 'UP' : '' } : {}),
      ...(call.at('2.19') ? { description: record.description } : {}),
      ...(call.at('2.26') ? { tags: record.tags } : {}),
      ...(call.at('2.63') ? { trusted_image_certificates: null } : {}),
      ...(shape !== 'detail' && call.at('2.71')
        ? { server_groups: record.serverGroupId === undefined ? [] : [record.serverGroupId] }
        : {}),
      ...(call.at('2.73') ? { locked_reason: record.lockedReason ?? null } : {}),
      ...(call.at('2.90') ? { 'OS-EXT-SRV-ATTR:hostname': record.hostname } : {}),
      ...(whole && call.at('2.96') ? { pinned_availability_zone: record.pinnedZone } : {}),
    }
  }
}

const imageView = (call: ComputeCall, id: string): object => ({
  id,
  links: [{ rel: 'bookmark', href: `${call.bookmark}/images/${id}` }],
})

const flavorView = (call: ComputeCall, flavor: EmbeddedFlavor): object =>
  call.at('2.47')
    ? {
        vcpus: flavor.vcpus,
        ram: flavor.memoryMiB,
        disk: flavor.diskGiB,
        ephemeral: 0,
        swap: 0,
        original_name: flavor.name,
        extra_specs: flavor.extra,
      }
    : { id: flavor.id, links: [{ rel: 'bookmark', href: `${call.bookmark}/flavors/${flavor.id}` }] }

/** Addresses as Nova writes them; with their type and MAC address where a whole server is shown. */
export const addressesView = (addresses: ReadonlyMap<string, readonly ServerAddress[]>, extended: boolean): object =>
  Object.fromEntries(
    [...addresses].map(([name, list]) => [
      name,
      list.map(({ version, addr, type, mac }) => ({
        version,
        addr,
        ...(extended ? { 'OS-EXT-IPS:type': type, 'OS-EXT-IPS-MAC:mac_addr': mac } : {}),
      })),
    ]),
  )

const administratorsView = (call: ComputeCall, record: ServerRecord, host: string | null): object => ({
  'OS-EXT-SRV-ATTR:host': host,
  'OS-EXT-SRV-ATTR:instance_name': `instance-${record.id.slice(0, 8)}`,
  'OS-EXT-SRV-ATTR:hypervisor_hostname': host,
  ...(call.at('2.3')
    ? {
        'OS-EXT-SRV-ATTR:hostname': record.hostname,
        'OS-EXT-SRV-ATTR:kernel_id': '',
        'OS-EXT-SRV-ATTR:launch_index': record.launchIndex,
        'OS-EXT-SRV-ATTR:ramdisk_id': '',
        'OS-EXT-SRV-ATTR:reservation_id': record.reservationId,
        'OS-EXT-SRV-ATTR:root_device_name': '/dev/vda',
        'OS-EXT-SRV-ATTR:user_data': record.userData,
      }
    : {}),
})

const faultView = (
  record: ServerRecord,
  mirrored: MirrorRecord<'server'> | undefined,
  status: string,
  isAdmin: boolean,
): object => {
  if (status !== 'ERROR' && status !== 'DELETED') return {}
  if (record.fault) {
    const { code, created, message, details } = record.fault
    return { fault: { code, created, message, ...(details !== undefined && isAdmin ? { details } : {}) } }
  }
  const { fault: words, faultCode } = mirrored?.native ?? {}
  if (words === undefined) return {}
  const created = mirrored?.updatedAt ?? record.updatedAt
  if (faultCode !== 'no_capacity') return { fault: { code: 500, created, message: words } }
  return { fault: { code: 500, created, message: noValidHost, ...(isAdmin ? { details: words } : {}) } }
}

const laterOf = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a)

/** Without a zone and with microseconds: so Nova writes these two times. */
const microseconds = (time: string): string => `${time.slice(0, 19)}.000000`
