import type { Call } from '../../../cloud/call.ts'
import type { Change, Resources, WatchedKind } from '../../../cloud/change.ts'
import type { CloudDriver } from '../../../cloud/driver.ts'
import { asCloudError, steadily } from '../../../cloud/steadily.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Random } from '../../../lib/random.ts'
import { newUuid } from '../../../lib/random.ts'
import { CloudError } from '../../../model/cloud-error.ts'
import type { Id } from '../../../model/id.ts'
import { asId } from '../../../model/id.ts'
import type { Collection, Store } from '../store/store.ts'
import type { MadeKind, Specs } from './below.ts'
import { below } from './below.ts'
import { uuidFor } from './derived-uuid.ts'
import type { MirrorListener, MirrorRecord } from './mirror-record.ts'
import { isUnsettled } from './mirror-record.ts'
import { ownerOf } from './owner-of.ts'
import type { Tasks } from './tasks.ts'

export interface MirrorOptions {
  readonly driver: CloudDriver
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly tasks: Tasks
  /** The project that resources belong to which were there before the front. */
  readonly adoptInto: string
}

const kinds = Object.keys(below) as WatchedKind[]

/** Kinds whose creates bring resources of other kinds with them, which must not be taken for strangers meanwhile. */
const bringsAlong: { readonly [Kind in WatchedKind]?: readonly WatchedKind[] } = {
  port: ['server', 'router', 'floating-ip'],
  volume: ['server'],
  attachment: ['server'],
  subnet: ['network'],
}

/**
 * The driver's resources, as last seen, under OpenStack's ids. Reads come from here at memory's speed; creates and deletes go down through here and
 * survive `kill -9`: the record is durable before the driver is asked, and `start` goes on with what was left.
 */
export class Mirror {
  readonly #options: MirrorOptions
  readonly #records: { readonly [Kind in WatchedKind]: Collection<MirrorRecord<Kind>> }
  readonly #listeners = new Map<WatchedKind, Set<MirrorListener<WatchedKind>>>()
  readonly #creating = new Map<WatchedKind, number>()
  readonly #strangers = new Map<string, Change>()
  readonly #realizing = new Map<string, Promise<MirrorRecord<WatchedKind>>>()

  constructor(options: MirrorOptions) {
    this.#options = options
    const collection = (kind: WatchedKind) =>
      options.store.collection<MirrorRecord<WatchedKind>>(`mirror:${kind}`, {
        native: (record) => record.nativeId,
        project: (record) => record.projectId ?? '',
      })
    this.#records = Object.fromEntries(kinds.map((kind) => [kind, collection(kind)])) as never
  }

  get<Kind extends WatchedKind>(kind: Kind, id: string): MirrorRecord<Kind> | undefined {
    return this.#collection(kind).get(id)
  }

  /** All records of a kind in the order of their making, of one project when it is named. */
  list<Kind extends WatchedKind>(kind: Kind, projectId?: string): Iterable<MirrorRecord<Kind>> {
    const records = this.#collection(kind)
    return projectId === undefined ? records : records.by('project', projectId)
  }

  byNative<Kind extends WatchedKind>(kind: Kind, nativeId: string): MirrorRecord<Kind> | undefined {
    for (const record of this.#collection(kind).by('native', nativeId)) return record
    return undefined
  }

  /** OpenStack's id for one of the driver's, or undefined for a stranger's. */
  idOf(kind: WatchedKind, nativeId: string): string | undefined {
    return this.byNative(kind, nativeId)?.id
  }

  /** The driver's id for OpenStack's. Throws `not_found`, or `conflict` while the driver has not accepted the create yet. */
  nativeId<Kind extends WatchedKind>(kind: Kind, id: string): Id<Kind> {
    const record = this.get(kind, id)
    if (!record) throw new CloudError('not_found', `${kind} ${id} could not be found.`, { resource: { kind, id } })
    if (record.nativeId === undefined)
      throw new CloudError('conflict', `${kind} ${id} is still being created.`, { resource: { kind, id } })
    return asId<Kind>(record.nativeId)
  }

  /** Calls the listener after each change of that kind; the function returned ends that. */
  on<Kind extends WatchedKind>(kind: Kind, listener: MirrorListener<Kind>): () => void {
    const set = this.#listeners.get(kind) ?? new Set()
    this.#listeners.set(kind, set)
    set.add(listener as MirrorListener<WatchedKind>)
    return () => set.delete(listener as MirrorListener<WatchedKind>)
  }

  /** Notes durably that this shall be created, and gives it its id. `realize` then does it. */
  reserve<Kind extends MadeKind>(
    kind: Kind,
    spec: Specs[Kind],
    { id = newUuid(this.#options.random), projectId }: { readonly id?: string; readonly projectId?: string },
  ): MirrorRecord<Kind> {
    const now = this.#timestamp()
    const record: MirrorRecord<Kind> = {
      id,
      ...(projectId === undefined ? {} : { projectId }),
      pending: spec,
      createdAt: now,
      updatedAt: now,
    }
    this.#put(kind, record)
    return record
  }

  /**
   * Asks the driver for what was reserved. When the driver refuses for good, the record is gone and its `CloudError` is thrown. Asking again while
   * that is under way waits for the same outcome.
   */
  realize<Kind extends MadeKind>(kind: Kind, id: string, { keepOnFailure = false } = {}): Promise<MirrorRecord<Kind>> {
    const key = `${kind}/${id}`
    const known = this.#realizing.get(key) as Promise<MirrorRecord<Kind>> | undefined
    if (known) return known
    const realizing = this.#realize(kind, id, keepOnFailure).finally(() => this.#realizing.delete(key))
    this.#realizing.set(key, realizing as Promise<MirrorRecord<WatchedKind>>)
    return realizing
  }

  async #realize<Kind extends MadeKind>(kind: Kind, id: string, keepOnFailure: boolean): Promise<MirrorRecord<Kind>> {
    const record = this.get(kind, id)
    const make = below[kind].create
    if (!record || !make) throw new CloudError('not_found', `${kind} ${id} could not be found.`)
    if (record.nativeId !== undefined) return record
    this.#creating.set(kind, (this.#creating.get(kind) ?? 0) + 1)
    try {
      const native = await this.#steadily(() =>
        make(this.#options.driver, record.pending as never, { ...this.#call(), token: id }),
      )
      const stranger = this.#strangers.get(strangerKey(kind, native.id))
      this.#strangers.delete(strangerKey(kind, native.id))
      const { pending: _done, ...rest } = this.get(kind, id) ?? record
      const newest = (stranger?.resource as Resources[Kind] | undefined) ?? native
      const made = { ...rest, nativeId: native.id, native: newest, updatedAt: this.#timestamp() } as MirrorRecord<Kind>
      this.#put(kind, made)
      return made
    } catch (error) {
      if (!keepOnFailure && !this.#options.tasks.signal.aborted) this.#remove(kind, id)
      throw error
    } finally {
      this.#creating.set(kind, (this.#creating.get(kind) ?? 1) - 1)
      this.#adoptStrangers()
    }
  }

  /** `reserve` and `realize` in one. */
  async create<Kind extends MadeKind>(
    kind: Kind,
    spec: Specs[Kind],
    owner: { readonly id?: string; readonly projectId?: string },
  ): Promise<MirrorRecord<Kind>> {
    const { id } = this.reserve(kind, spec, owner)
    return this.realize(kind, id)
  }

  /**
   * Deletes below and, once it is gone there, here. When the cloud takes its time the record stays, marked `deleting`, until a later look finds
   * it gone. A refusal (`conflict`) is thrown and leaves the record as it was.
   */
  async delete(kind: WatchedKind, id: string): Promise<void> {
    const record = this.get(kind, id)
    if (!record) return
    if (record.nativeId === undefined) return this.#remove(kind, id)
    const { nativeId } = record
    const destroy = below[kind].delete
    if (!destroy) throw new CloudError('forbidden', `${kind} ${id} cannot be deleted.`)
    this.#put(kind, { ...record, deleting: true })
    try {
      await this.#steadily(() => destroy(this.#options.driver, nativeId, this.#call()))
    } catch (error) {
      const now = this.get(kind, id)
      if (now && !this.#options.tasks.signal.aborted) {
        const { deleting: _refused, ...rest } = now
        this.#put(kind, rest)
      }
      throw error
    }
    await this.refresh(kind, id)
  }

  /** Takes the record away without asking the driver: for what never came to be. */
  forget(kind: WatchedKind, id: string): void {
    this.#remove(kind, id)
  }

  /** Looks at one resource again now; the record that it then has, or undefined when it is gone. */
  async refresh<Kind extends WatchedKind>(kind: Kind, id: string): Promise<MirrorRecord<Kind> | undefined> {
    const nativeId = this.get(kind, id)?.nativeId
    if (nativeId === undefined) return this.get(kind, id)
    try {
      const native = await this.#steadily(() => below[kind].get(this.#options.driver, nativeId, this.#call()))
      this.apply({ kind, id: nativeId, resource: native } as Change)
    } catch (error) {
      if (!(error instanceof CloudError) || error.code !== 'not_found') throw error
      const record = this.get(kind, id)
      if (record && this.#mayNotShowYet(record)) return record
      this.apply({ kind, id: nativeId, resource: undefined } as Change)
    }
    return this.get(kind, id)
  }

  /** True for what was made so lately that the cloud below may not show it yet, unless it is on its way out. Records tell their time in whole seconds. */
  #mayNotShowYet({ createdAt, deleting }: MirrorRecord<WatchedKind>): boolean {
    const { driver, clock } = this.#options
    const window = driver.traits.consistencyWindowMs
    return window > 0 && !deleting && Date.parse(createdAt) + 1000 + window > clock.now()
  }

  /** Gives a resource to another project; the cloud below knows nothing of projects. */
  reassign(kind: WatchedKind, id: string, projectId: string): void {
    const record = this.get(kind, id)
    if (record) this.#put(kind, { ...record, projectId, updatedAt: this.#timestamp() })
  }

  /** Does something to the cloud below, with its errors as `CloudError` and tried again where that is safe. */
  async act<Result>(
    work: (driver: CloudDriver, call: Call) => Promise<Result>,
    { repeatable = true } = {},
  ): Promise<Result> {
    return this.#steadily(() => work(this.#options.driver, this.#call()), repeatable)
  }

  /** Takes in news from the driver: what a watch told, or what a call answered. */
  apply(change: Change): void {
    const known = this.byNative(change.kind, change.id)
    if (!known) {
      if (!change.resource) this.#strangers.delete(strangerKey(change.kind, change.id))
      else if (this.#mayBeOurs(change.kind)) this.#strangers.set(strangerKey(change.kind, change.id), change)
      else this.#adopt(change)
      return
    }
    if (!change.resource) this.#remove(change.kind, known.id)
    else if (!same(known.native, change.resource))
      this.#put(change.kind, { ...known, native: change.resource, updatedAt: this.#timestamp() })
  }

  /** The same for a resource that no create under way can have made: it has its record at once, whatever else is being made. */
  adopt(change: Change): void {
    this.#strangers.delete(strangerKey(change.kind, change.id))
    if (this.byNative(change.kind, change.id)) this.apply(change)
    else this.#adopt(change)
  }

  /** Reads everything once, goes on with what an earlier process left, and then follows the driver until the front closes. */
  async start(): Promise<void> {
    await this.synchronize()
    for (const kind of kinds)
      for (const record of [...this.#collection(kind)]) {
        if (record.pending !== undefined)
          this.#options.tasks.run(`create ${kind}`, async () => void (await this.realize(kind as MadeKind, record.id)))
        else if (record.deleting) this.#options.tasks.run(`delete ${kind}`, () => this.delete(kind, record.id))
      }
    this.#options.tasks.run('follow the cloud below', (signal) => this.#follow(signal))
  }

  /** Compares all that the driver lists with all that is known here, and takes over the differences. */
  async synchronize(): Promise<void> {
    for (const kind of kinds) {
      const listedAfter = this.#options.clock.now()
      const seen = new Set<string>()
      await this.#steadily(async () => {
        for await (const resource of below[kind].list(this.#options.driver, this.#call())) {
          seen.add(resource.id)
          this.apply({ kind, id: resource.id, resource } as Change)
        }
      })
      const window = this.#options.driver.traits.consistencyWindowMs
      for (const record of [...this.#collection(kind)])
        if (
          record.nativeId !== undefined &&
          !seen.has(record.nativeId) &&
          Date.parse(record.createdAt) + window < listedAfter
        )
          await this.refresh(kind, record.id)
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { driver, clock } = this.#options
    if (driver.watch) {
      for await (const change of driver.watch({ signal })) this.apply(change)
      return
    }
    for (let round = 1; !signal.aborted; round += 1) {
      await clock.sleep(driver.traits.pollIntervalMs, signal)
      try {
        await this.#lookAgain()
        if (round % 30 === 0) await this.synchronize()
      } catch (error) {
        if (!(error instanceof CloudError)) throw error
      }
    }
  }

  async #lookAgain(): Promise<void> {
    for (const kind of kinds)
      for (const record of [...this.#collection(kind)]) if (isUnsettled(record)) await this.refresh(kind, record.id)
  }

  #mayBeOurs(kind: WatchedKind): boolean {
    return [kind, ...(bringsAlong[kind] ?? [])].some((creating) => (this.#creating.get(creating) ?? 0) > 0)
  }

  #adoptStrangers(): void {
    for (const [key, change] of this.#strangers) {
      if (this.#mayBeOurs(change.kind)) continue
      this.#strangers.delete(key)
      if (!this.byNative(change.kind, change.id)) this.#adopt(change)
    }
  }

  #adopt(change: Change): void {
    if (!change.resource) return
    const projectId = ownerOf((kind, id) => this.byNative(kind, id), change, this.#options.adoptInto)
    const now = this.#timestamp()
    this.#put(change.kind, {
      id: change.kind === 'flavor' ? change.id : uuidFor(change.kind, change.id),
      nativeId: change.id,
      ...(projectId === undefined ? {} : { projectId }),
      native: change.resource,
      createdAt: (change.resource as { createdAt?: string }).createdAt ?? now,
      updatedAt: now,
    } as MirrorRecord<typeof change.kind>)
  }

  #put<Kind extends WatchedKind>(kind: Kind, record: MirrorRecord<Kind>): void {
    const before = this.#collection(kind).get(record.id)
    this.#collection(kind).put(record)
    this.#tell(kind, record, before)
  }

  #remove(kind: WatchedKind, id: string): void {
    const before = this.#collection(kind).get(id)
    if (!before) return
    this.#collection(kind).delete(id)
    this.#tell(kind, undefined, before)
  }

  #tell(
    kind: WatchedKind,
    record: MirrorRecord<WatchedKind> | undefined,
    before: MirrorRecord<WatchedKind> | undefined,
  ): void {
    for (const listener of this.#listeners.get(kind) ?? []) listener(record, before)
  }

  #collection<Kind extends WatchedKind>(kind: Kind): Collection<MirrorRecord<Kind>> {
    return this.#records[kind] as unknown as Collection<MirrorRecord<Kind>>
  }

  #steadily<Result>(work: () => Promise<Result>, repeatable = true): Promise<Result> {
    const { driver, clock, random, tasks } = this.#options
    return steadily(driver, work, { clock, random, signal: tasks.signal, repeatable, longestWaitMs: 10_000 }).catch(
      (error) => {
        throw asCloudError(driver, error)
      },
    )
  }

  #call(): Call {
    return { signal: this.#options.tasks.signal }
  }

  #timestamp(): string {
    return `${new Date(this.#options.clock.now()).toISOString().slice(0, 19)}Z`
  }
}

const strangerKey = (kind: WatchedKind, nativeId: string): string => `${kind}/${nativeId}`

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
