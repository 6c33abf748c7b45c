import { CloudError } from '../../../model/cloud-error.ts'
import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { maySee } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import type { Collection } from '../store/store.ts'
import { embeddedFlavor } from './embedded-flavor.ts'
import { InstanceActions } from './instance-actions.ts'
import { nameAbove } from './key-pairs.ts'
import type { EmbeddedFlavor, ServerRecord } from './server-record.ts'
import { deletedServerCollection, serverCollection } from './server-record.ts'
import type { ServerState } from './server-state.ts'
import { stateOf } from './server-state.ts'
import { without } from './without.ts'

/** How many servers that are gone are remembered. */
const rememberedServers = 200

/** Nova's servers: its own records, joined with what the mirror has of each. */
export class Servers {
  readonly actions: InstanceActions
  readonly #front: Front
  readonly #records: Collection<ServerRecord>
  readonly #deleted: Collection<ServerRecord>

  constructor(front: Front) {
    this.#front = front
    this.#records = serverCollection(front.store)
    this.#deleted = deletedServerCollection(front.store)
    this.actions = new InstanceActions(front)
  }

  /** Takes in servers that came to be below, and lets go of those that went there, from now on. */
  follow(): void {
    this.#front.mirror.on('server', (mirrored, before) => {
      if (mirrored?.native) this.#adopt(mirrored)
      else if (!mirrored && before) this.#lost(before.id)
    })
  }

  /** Takes in all servers of the mirror that are not known yet, and buries those that went while the front was not running. */
  reconcile(): void {
    for (const mirrored of this.#front.mirror.list('server')) if (mirrored.native) this.#adopt(mirrored)
    for (const { id } of [...this.#records]) if (!this.mirrored(id)) this.#lost(id)
  }

  get(id: string): ServerRecord | undefined {
    return this.#records.get(id)
  }

  /** The same, with servers that are gone among them, as far as they are remembered. */
  getEverDeleted(id: string): ServerRecord | undefined {
    return this.#records.get(id) ?? this.#deleted.get(id)
  }

  mirrored(id: string): MirrorRecord<'server'> | undefined {
    return this.#front.mirror.get('server', id)
  }

  /** All servers, of one project when it is named, oldest first. */
  list(projectId?: string): Iterable<ServerRecord> {
    return projectId === undefined ? this.#records : this.#records.by('project', projectId)
  }

  /** The servers that are gone, as far as they are remembered. */
  listDeleted(projectId?: string): Iterable<ServerRecord> {
    return projectId === undefined ? this.#deleted : this.#deleted.by('project', projectId)
  }

  /** The server, or Nova's 404 for one that is not there or not the caller's to see. */
  need(caller: Authorization, id: string): ServerRecord {
    const record = this.#records.get(id)
    if (record && maySee(caller, record.projectId)) return record
    throw notFound(id)
  }

  /** The same, with servers that are gone among them. */
  needEverDeleted(caller: Authorization, id: string): ServerRecord {
    const record = this.getEverDeleted(id)
    if (record && maySee(caller, record.projectId)) return record
    throw notFound(id)
  }

  state(record: ServerRecord): ServerState {
    return stateOf(record, this.mirrored(record.id))
  }

  add(record: ServerRecord): void {
    this.#records.put(record)
  }

  /** Puts an edited record over the present one and stamps it; nothing when the server is gone. */
  change(id: string, edit: (record: ServerRecord) => ServerRecord): ServerRecord | undefined {
    const record = this.#records.get(id)
    if (!record) return undefined
    const changed = { ...edit(record), updatedAt: this.#front.timestamp() }
    this.#records.put(changed)
    return changed
  }

  /** The server is gone: it is remembered among the last ones. */
  bury(id: string): void {
    const record = this.#records.get(id)
    if (!record) return
    const deletedAt = this.#front.timestamp()
    const { task } = record
    this.#front.store.transaction(() => {
      this.#records.delete(id)
      this.#deleted.put({ ...without(record, 'task', 'plan', 'resizedFrom'), updatedAt: deletedAt, deletedAt })
      for (const { id: oldest } of [...this.#deleted].slice(0, Math.max(0, this.#deleted.size - rememberedServers))) {
        this.#deleted.delete(oldest)
        this.actions.forget(oldest)
      }
    })
    if (task) this.actions.finish(id, task.requestId)
  }

  #lost(id: string): void {
    const record = this.#records.get(id)
    // While it is made or deleted here, the work that does so knows best what it means; a failed build stays to tell its fault.
    if (!record || record.task?.name === 'spawning' || record.task?.name === 'deleting') return
    if (record.fault && record.plan) return
    this.bury(id)
  }

  #adopt({ id, native, projectId, createdAt }: MirrorRecord<'server'>): void {
    if (!native || this.#records.get(id)) return
    const { mirror } = this.#front
    const key = native.keyPairId === undefined ? undefined : mirror.byNative('key-pair', native.keyPairId)
    this.#records.put({
      id,
      projectId: projectId ?? '',
      userId: '',
      name: native.name,
      hostname: native.name,
      description: null,
      flavor: flavorOf(this.#front, native.flavorId),
      imageId: native.imageId === undefined ? null : (mirror.idOf('image', native.imageId) ?? null),
      keyName: key?.native ? nameAbove(key.native.name) : null,
      metadata: native.metadata,
      tags: [],
      userData: null,
      configDrive: false,
      pinnedZone: null,
      diskConfig: 'MANUAL',
      accessIPv4: '',
      accessIPv6: '',
      reservationId: `r-${id.slice(0, 8)}`,
      launchIndex: 0,
      requestedGroups: [],
      disks: [],
      interfaceTags: {},
      userPorts: [],
      madePorts: [],
      createdAt: secondsOf(native.createdAt ?? createdAt),
      updatedAt: this.#front.timestamp(),
      launchedAt: secondsOf(native.createdAt ?? createdAt),
    })
  }
}

const notFound = (id: string): CloudError =>
  new CloudError('not_found', `Instance ${id} could not be found.`, { resource: { kind: 'server', id } })

const secondsOf = (time: string): string => `${new Date(time).toISOString().slice(0, 19)}Z`

/** A flavor of the cloud below as a server keeps it; of one that is gone only the id is known. */
const flavorOf = (front: Front, nativeId: string): EmbeddedFlavor => {
  const native = front.mirror.byNative('flavor', nativeId)?.native
  if (!native) return { id: nativeId, name: nativeId, vcpus: 0, memoryMiB: 0, diskGiB: 0, extra: {} }
  return embeddedFlavor(native.id, native)
}
