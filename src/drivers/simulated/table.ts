import type { Resources, WatchedKind } from '../../cloud/change.ts'
import type { Clock } from '../../lib/clock.ts'
import { CloudError } from '../../model/cloud-error.ts'

/** What one index of a table files a resource under; `undefined` keys are left out. */
type Keys<Resource> = (resource: Resource) => ReadonlyArray<string | undefined>

interface TableRules<Kind extends WatchedKind, Index extends string> {
  readonly kind: Kind
  readonly indexes: Readonly<Record<Index, Keys<Resources[Kind]>>>
  readonly clock: Clock
  /** For how long readers do not see a new resource yet, in milliseconds. */
  readonly consistencyMs: number
  /** Told of every change after it was made. */
  changed(kind: Kind, before: Resources[Kind] | undefined, after: Resources[Kind] | undefined): void
}

/**
 * The resources of one kind, in the order in which they were made. `get`, `find` and `by` tell the truth; `read` and `readAll` tell what a
 * client of the cloud sees, which lags behind for new resources where the cloud is only eventually consistent.
 */
export class Table<Kind extends WatchedKind, Index extends string> {
  readonly kind: Kind
  readonly #rules: TableRules<Kind, Index>
  readonly #rows = new Map<string, Resources[Kind]>()
  readonly #visibleAt = new Map<string, number>()
  readonly #indexes: ReadonlyArray<readonly [Keys<Resources[Kind]>, Map<string, Set<string>>]>
  readonly #byName: ReadonlyMap<Index, Map<string, Set<string>>>

  constructor(rules: TableRules<Kind, Index>) {
    this.kind = rules.kind
    this.#rules = rules
    const named = (Object.entries(rules.indexes) as [Index, Keys<Resources[Kind]>][]).map(
      ([name, keys]) => [name, keys, new Map<string, Set<string>>()] as const,
    )
    this.#indexes = named.map(([, keys, entries]) => [keys, entries])
    this.#byName = new Map(named.map(([name, , entries]) => [name, entries]))
  }

  find(id: string): Resources[Kind] | undefined {
    return this.#rows.get(id)
  }

  get(id: string): Resources[Kind] {
    return this.#rows.get(id) ?? this.#fail(id)
  }

  read(id: string): Resources[Kind] {
    return (this.#isVisible(id) && this.#rows.get(id)) || this.#fail(id)
  }

  *readAll(): Generator<Resources[Kind]> {
    for (const [id, resource] of this.#rows) if (this.#isVisible(id)) yield resource
  }

  values(): IterableIterator<Resources[Kind]> {
    return this.#rows.values()
  }

  /** The resources filed under that key, oldest first. */
  by(index: Index, key: string): Resources[Kind][] {
    return [...(this.#byName.get(index)?.get(key) ?? [])].map((id) => this.get(id))
  }

  /** True when anything is filed under that key: cheaper than asking for it. */
  has(index: Index, key: string): boolean {
    return this.#byName.get(index)?.has(key) ?? false
  }

  /** Adds the resource or replaces the one with its id. */
  put(resource: Resources[Kind]): void {
    const before = this.#rows.get(resource.id)
    this.#rows.set(resource.id, resource)
    if (!before && this.#rules.consistencyMs > 0)
      this.#visibleAt.set(resource.id, this.#rules.clock.now() + this.#rules.consistencyMs)
    this.#file(before, resource)
    this.#rules.changed(this.kind, before, resource)
  }

  /** Shows readers everything at once, as if it had been there for long. */
  reveal(): void {
    this.#visibleAt.clear()
  }

  /** Removes it; nothing happens when it is gone already. */
  remove(id: string): void {
    const before = this.#rows.get(id)
    if (!before) return
    this.#rows.delete(id)
    this.#visibleAt.delete(id)
    this.#file(before, undefined)
    this.#rules.changed(this.kind, before, undefined)
  }

  #file(before: Resources[Kind] | undefined, after: Resources[Kind] | undefined): void {
    for (const [keys, entries] of this.#indexes) {
      const old = new Set(before && keys(before))
      const current = new Set(after && keys(after))
      for (const key of old) if (before && key !== undefined && !current.has(key)) unfile(entries, key, before.id)
      for (const key of current) if (after && key !== undefined && !old.has(key)) file(entries, key, after.id)
    }
  }

  #isVisible(id: string): boolean {
    const visibleAt = this.#visibleAt.get(id)
    if (visibleAt === undefined) return true
    if (visibleAt > this.#rules.clock.now()) return false
    this.#visibleAt.delete(id)
    return true
  }

  #fail(id: string): never {
    throw new CloudError('not_found', `there is no ${this.kind.replaceAll('-', ' ')} ${id}`, {
      resource: { kind: this.kind, id },
    })
  }
}

const file = (entries: Map<string, Set<string>>, key: string, id: string): void => {
  const ids = entries.get(key)
  if (ids) ids.add(id)
  else entries.set(key, new Set([id]))
}

const unfile = (entries: Map<string, Set<string>>, key: string, id: string): void => {
  const ids = entries.get(key)
  ids?.delete(id)
  if (ids?.size === 0) entries.delete(key)
}
