import type { Call } from '../../../cloud/call.ts'
import type { ContainerDriver, ObjectDriver } from '../../../cloud/object-driver.ts'
import { asCloudError } from '../../../cloud/steadily.ts'
import { compareUtf8 } from '../../../lib/utf8-order.ts'
import { CloudError } from '../../../model/cloud-error.ts'
import type { CommonPrefix, Container, ListedObject, ObjectQuery } from '../../../model/object-storage.ts'
import type { Front } from '../kernel/front.ts'
import type { Collection } from '../store/store.ts'
import { accountPrefix } from './access.ts'
import { nativeName } from './native-name.ts'

/** Where earlier versions of a container's objects go. */
export interface Versioning {
  readonly container: string
  /** Whether a delete brings the version before back, or is kept as a version itself. */
  readonly mode: 'stack' | 'history'
}

/** What users set of a container. */
export interface ContainerSettings {
  /** By lower-case name, without the prefix that the headers have. */
  readonly metadata: Readonly<Record<string, string>>
  /** Who may read and write beside its owners, as access lists. */
  readonly read?: string
  readonly write?: string
  readonly versioning?: Versioning
}

/** What Swift knows of a container beside what is in it. */
export interface ContainerRecord extends ContainerSettings {
  /** `account/name`. */
  readonly id: string
  readonly account: string
  readonly name: string
  /** Its name in the cloud below. */
  readonly native: string
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number
  readonly changedAt: number
  /** True until the cloud below has it: until then it is not there. */
  readonly pending?: true
}

/** An object's place in the cloud below: no two objects share one. */
export const idBelow = ({ native }: ContainerRecord, object: string): string => `${native}/${object}`

/** A container with what is in it counted. */
export interface CountedContainer {
  readonly record: ContainerRecord
  readonly objectCount: number
  readonly sizeBytes: number
}

/** The groups of the cloud below that object storage stands on. */
export interface ObjectCloud {
  readonly containers: ContainerDriver
  readonly objects: ObjectDriver
}

/** How often another name is tried for a container whose name below somebody else has. */
const mostNames = 3

/**
 * The accounts' containers. Each has a name of its own below; a container below that nobody made here belongs to the project that adopts, under the name that
 * it has there.
 */
export class ContainerStore {
  readonly #front: Front
  readonly #cloud: ObjectCloud
  readonly #adopting: string
  readonly #records: Collection<ContainerRecord>
  /** By their ids, those that the cloud below is just being asked for. */
  readonly #making = new Map<string, Promise<void>>()

  constructor(front: Front, cloud: ObjectCloud, adoptInto: string) {
    this.#front = front
    this.#cloud = cloud
    this.#adopting = accountPrefix + adoptInto
    this.#records = front.store.collection('object-storage:containers', {
      account: ({ account }) => account,
      native: ({ native }) => native,
    })
  }

  /** Does something to the cloud below, as the mirror does. */
  below<Result>(
    work: (cloud: ObjectCloud, call: Call) => Promise<Result>,
    options?: { readonly repeatable?: boolean },
  ): Promise<Result> {
    return this.#front.mirror.act((_driver, call) => work(this.#cloud, call), options)
  }

  /** The container, asking the cloud below only for names that nobody here made. */
  async find(account: string, name: string): Promise<ContainerRecord | undefined> {
    const record = this.#records.get(`${account}/${name}`)
    if (record && !record.pending) return record
    const stranger = await this.#stranger(account, name)
    return stranger && this.#derived(stranger)
  }

  /** Gives a container other settings, made of those that it has by now: changes at the same time lose nothing of one another. */
  change(record: ContainerRecord, settingsAfter: (before: ContainerSettings) => ContainerSettings): void {
    const known = this.#records.get(record.id)
    const before = known && !known.pending ? known : record
    const { id, account, name, native, createdAt } = before
    const changedAt = this.#front.clock.now()
    this.#records.put({ ...settingsAfter(before), id, account, name, native, createdAt, changedAt })
  }

  /**
   * Makes one that is not there; gives the one that is, where another request made it meanwhile. The record is durable before the cloud below is asked, so that
   * nothing made there is forgotten.
   */
  async make(account: string, name: string, settings: ContainerSettings): Promise<ContainerRecord | undefined> {
    const id = `${account}/${name}`
    for (let other = this.#making.get(id); other; other = this.#making.get(id)) await other.catch(() => {})
    const there = this.#records.get(id)
    if (there && !there.pending) return there
    const making = this.#make(id, account, name, settings)
    this.#making.set(id, making)
    try {
      await making
    } finally {
      this.#making.delete(id)
    }
    return undefined
  }

  async #make(id: string, account: string, name: string, settings: ContainerSettings): Promise<void> {
    const now = this.#front.clock.now()
    for (let attempt = 1; ; attempt += 1) {
      const salt = attempt === 1 ? '' : Buffer.from(this.#front.random.bytes(8)).toString('hex')
      const native = nativeName(account, name, salt)
      const record: ContainerRecord = { ...settings, id, account, name, native, createdAt: now, changedAt: now }
      this.#records.put({ ...record, pending: true })
      try {
        await this.below(({ containers }, call) => containers.create(native, call))
        this.#records.put(record)
        return
      } catch (error) {
        this.#records.delete(id)
        if (!(error instanceof CloudError) || error.code !== 'already_exists' || attempt === mostNames) throw error
      }
    }
  }

  /** Deletes it. Throws `conflict` while objects are in it. */
  async delete(record: ContainerRecord): Promise<void> {
    await this.below(({ containers }, call) => containers.delete(record.native, call))
    this.#records.delete(record.id)
  }

  /** What is in it, as the cloud below counts, or counted here where it does not. Undefined when it is gone below; then it is forgotten. */
  async counted(record: ContainerRecord): Promise<CountedContainer | undefined> {
    try {
      return await this.#count(record, await this.below(({ containers }, call) => containers.get(record.native, call)))
    } catch (error) {
      if (!(error instanceof CloudError) || error.code !== 'not_found') throw error
      // What was made this moment may not be shown below yet.
      const isNew = record.createdAt + this.#front.driver.traits.consistencyWindowMs > this.#front.clock.now()
      if (isNew) return { record, objectCount: 0, sizeBytes: 0 }
      this.#records.delete(record.id)
      return undefined
    }
  }

  /** The objects of a container, page after page as they are read. */
  async *objectsIn({ native }: ContainerRecord, query: ObjectQuery): AsyncGenerator<ListedObject | CommonPrefix> {
    try {
      yield* this.#cloud.objects.list(native, query, { signal: this.#front.tasks.signal })
    } catch (error) {
      throw asCloudError(this.#front.driver, error)
    }
  }

  /** The containers of an account in the order of their names. */
  async list(account: string): Promise<readonly CountedContainer[]> {
    const natives = await this.below(async ({ containers }, call) => {
      const found: Container[] = []
      for await (const container of containers.list(call)) found.push(container)
      return found
    })
    const own: Array<readonly [ContainerRecord, Container]> = []
    for (const native of natives) {
      const record = this.#byNative(native.name)
      if (record ? record.account === account && !record.pending : account === this.#adopting) {
        const shown = record ?? this.#derived(native)
        if (record || !this.#records.get(shown.id)) own.push([shown, native])
      }
    }
    const counted = await Promise.all(own.map(([record, native]) => this.#count(record, native)))
    return counted.sort((one, other) => compareUtf8(one.record.name, other.record.name))
  }

  #byNative(native: string): ContainerRecord | undefined {
    for (const record of this.#records.by('native', native)) return record
    return undefined
  }

  async #stranger(account: string, name: string): Promise<Container | undefined> {
    if (account !== this.#adopting || this.#byNative(name)) return undefined
    try {
      return await this.below(({ containers }, call) => containers.get(name, call))
    } catch (error) {
      if (error instanceof CloudError && (error.code === 'not_found' || error.code === 'invalid')) return undefined
      throw error
    }
  }

  #derived({ name, createdAt }: Container): ContainerRecord {
    const since = createdAt === undefined ? this.#front.clock.now() : Date.parse(createdAt)
    const id = `${this.#adopting}/${name}`
    return { id, account: this.#adopting, name, native: name, metadata: {}, createdAt: since, changedAt: since }
  }

  async #count(record: ContainerRecord, { objectCount, sizeBytes }: Container): Promise<CountedContainer> {
    if (objectCount !== undefined && sizeBytes !== undefined) return { record, objectCount, sizeBytes }
    return this.below(async ({ objects }, call) => {
      const sum = { record, objectCount: 0, sizeBytes: 0 }
      for await (const found of objects.list(record.native, {}, call)) {
        if ('prefix' in found) continue
        sum.objectCount += 1
        sum.sizeBytes += found.sizeBytes
      }
      return sum
    })
  }
}
