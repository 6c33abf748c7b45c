import type { Call, CreateCall } from '../../cloud/call.ts'
import type { Change, Resources, WatchedKind } from '../../cloud/change.ts'
import type { Clock } from '../../lib/clock.ts'
import { onAbort } from '../../lib/on-abort.ts'
import type { Random } from '../../lib/random.ts'
import { newUuid } from '../../lib/random.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { SecurityGroupId, SecurityGroupRuleId, ServerId } from '../../model/id.ts'
import type { AddressPool } from './address-pool.ts'
import { ChangeFeed } from './change-feed.ts'
import type { Guest } from './guest.ts'
import { ImageStore } from './image-store.ts'
import type { LatencyName } from './latency.ts'
import { latencyModel } from './latency.ts'
import { ObjectStore } from './object-store.ts'
import type { SimulatedOptions } from './simulated-options.ts'
import type { Tables } from './tables.ts'
import { tables, weigh } from './tables.ts'
import { Tokens } from './tokens.ts'
import { Usage } from './usage.ts'

/** What a simulated cloud lives by. */
export interface World {
  readonly clock: Clock
  readonly random: Random
  /** Where a private folder is made for object data that is too large for memory; the system's folder for temporary files when absent. */
  readonly folder?: string
}

/**
 * Everything that one simulated cloud knows. Work that changes it runs in one piece between two turns of the event loop, so no call
 * ever sees another one half done.
 */
export class SimulatedCloud {
  readonly options: SimulatedOptions
  readonly clock: Clock
  readonly random: Random
  readonly tables: Tables
  readonly usage: Usage
  readonly tokens = new Tokens()
  readonly changes = new ChangeFeed()
  /** The ids of what the cloud made for everybody: it counts against no quota and no account may change it. */
  readonly own = new Set<string>()
  readonly addressPools = new Map<string, AddressPool>()
  readonly imageStore: ImageStore
  readonly objectStore: ObjectStore
  readonly guests = new Map<ServerId, Guest>()
  /** In which group each rule is. */
  readonly ruleGroups = new Map<SecurityGroupRuleId, SecurityGroupId>()
  /** Ports and volumes that were made for a server and go with it. */
  readonly goesWithServer = new Set<string>()
  readonly #latency: (name: LatencyName) => number
  /** One for everything that waits: a single signal for all would search all its listeners for each new one. */
  readonly #waiting = new Set<AbortController>()
  #closed = false

  constructor(options: SimulatedOptions, { clock, random, folder }: World) {
    this.options = options
    this.clock = clock
    this.random = random
    this.usage = new Usage(options.quotas ?? {}, options.capacity ?? {})
    this.imageStore = new ImageStore(options.imageBytesLimit ?? 2 ** 30)
    this.objectStore = new ObjectStore(options.objectBytesLimit ?? 10 * 2 ** 30, folder)
    this.#latency = latencyModel(options.latency ?? {}, random)
    this.tables = tables({
      clock,
      consistencyMs: options.consistencyMs ?? 0,
      changed: (kind, before, after) => this.#changed(kind, before, after),
    })
  }

  newId(): string {
    return newUuid(this.random)
  }

  /** ISO 8601. */
  timestamp(): string {
    return new Date(this.clock.now()).toISOString()
  }

  /** From when on lists show what is made now. */
  listedFrom(): number {
    return this.clock.now() + (this.options.consistencyMs ?? 0)
  }

  isListed({ listedFrom }: { readonly listedFrom: number }): boolean {
    return listedFrom <= this.clock.now()
  }

  /** Answers a call: waits as long as the cloud takes to answer, then does the work in one piece. */
  async answer<Result>(call: Call, work: () => Result): Promise<Result> {
    await this.#arrive(call)
    return work()
  }

  /** Answers a list lazily; what appears or goes while it is read may or may not be in it. */
  async *answerAll<Item>(call: Call, items: () => Iterable<Item>): AsyncGenerator<Item> {
    await this.#arrive(call)
    for (const item of items()) {
      yield item
      call.signal.throwIfAborted()
    }
  }

  /** Answers a create: what this token made before, else what `make` puts into the table under the new id. */
  create<Kind extends WatchedKind>(
    table: { readonly kind: Kind; find(id: string): Resources[Kind] | undefined; get(id: string): Resources[Kind] },
    call: CreateCall,
    make: (id: string) => void,
  ): Promise<Resources[Kind]> {
    return this.answer(call, () => {
      const known = this.tokens.find(table.kind, call.token)
      if (known !== undefined) return table.get(known)
      const id = this.newId()
      make(id)
      if (table.find(id)) this.tokens.remember(table.kind, call.token, id)
      return table.get(id)
    })
  }

  /** Does the work when that much time has passed, at once when it takes none, and never after the cloud is closed. */
  after(name: LatencyName, work: () => void): void {
    const duration = this.#latency(name)
    if (duration <= 0) work()
    else this.#wait(duration).then(work, () => undefined)
  }

  refuseOwn(id: string, what: string): void {
    if (this.own.has(id)) throw new CloudError('forbidden', `${what} belongs to the cloud`)
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const waiting of this.#waiting) waiting.abort(closed())
    this.changes.close()
    await this.objectStore[Symbol.asyncDispose]()
  }

  async #arrive({ signal }: Call): Promise<void> {
    signal.throwIfAborted()
    if (this.#closed) throw closed()
    const duration = this.#latency('apiCall')
    if (duration > 0) await this.#wait(duration, signal)
  }

  /** Fails when the cloud is closed first, or with the signal's reason when that aborts first. */
  async #wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const either = new AbortController()
    const release = signal && onAbort(signal, () => either.abort(signal.reason))
    this.#waiting.add(either)
    try {
      await this.clock.sleep(milliseconds, either.signal)
    } finally {
      this.#waiting.delete(either)
      release?.()
    }
  }

  #changed<Kind extends WatchedKind>(
    kind: Kind,
    before: Resources[Kind] | undefined,
    after: Resources[Kind] | undefined,
  ): void {
    const changed = after ?? before
    const id = changed?.id ?? ''
    const zone = changed && 'zoneId' in changed ? changed.zoneId : undefined
    this.usage.replace(weigh(this, kind, before), weigh(this, kind, after), zone)
    if (!after) this.tokens.forget(id)
    this.changes.emit({ kind, id, resource: after } as Change)
  }
}

const closed = (): CloudError => new CloudError('unavailable', 'the simulated cloud is closed')
