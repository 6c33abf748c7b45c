import type { Collection, Document, Indexes } from './store.ts'

/** Called before a write takes effect, so that it can be made durable first. */
export interface WriteLog {
  put(collection: string, id: string, document: Document): void
  delete(collection: string, id: string): void
}

/** Counts the writes of all collections of one store. */
export interface Revision {
  value: number
}

/** Documents in a map with their indexes, each write going to the log first. */
export class MemoryCollection<Doc extends Document> implements Collection<Doc> {
  readonly #name: string
  readonly #documents = new Map<string, Doc>()
  readonly #indexes: ReadonlyArray<{
    readonly name: string
    readonly read: (document: Doc) => string | undefined
    readonly ids: Map<string, Set<string>>
  }>
  readonly #log: WriteLog
  readonly #revision: Revision

  constructor(name: string, indexes: Indexes<Doc>, loaded: Iterable<Doc>, log: WriteLog, revision: Revision) {
    this.#name = name
    this.#revision = revision
    this.#indexes = Object.entries(indexes).map(([index, read]) => ({ name: index, read, ids: new Map() }))
    this.#log = log
    for (const document of loaded) this.#remember(document)
  }

  get size(): number {
    return this.#documents.size
  }

  [Symbol.iterator](): Iterator<Doc> {
    return this.#documents.values()
  }

  get(id: string): Doc | undefined {
    return this.#documents.get(id)
  }

  put(document: Doc): void {
    this.#log.put(this.#name, document.id, document)
    this.restore(document.id, document)
  }

  delete(id: string): void {
    if (!this.#documents.has(id)) return
    this.#log.delete(this.#name, id)
    this.restore(id, undefined)
  }

  *by(index: string, value: string): Iterable<Doc> {
    const found = this.#indexes.find(({ name }) => name === index)
    if (!found) throw new RangeError(`collection ${this.#name} has no index ${index}`)
    for (const id of found.ids.get(value) ?? []) {
      const document = this.#documents.get(id)
      if (document) yield document
    }
  }

  /** Puts the memory's view back to an earlier document, past the log. */
  restore(id: string, document: Doc | undefined): void {
    this.#revision.value += 1
    const before = this.#documents.get(id)
    if (document) this.#remember(document, before)
    else if (before) {
      this.#documents.delete(id)
      for (const { read, ids } of this.#indexes) forget(ids, read(before), id)
    }
  }

  #remember(document: Doc, before?: Doc): void {
    this.#documents.set(document.id, document)
    for (const { read, ids } of this.#indexes) {
      const value = read(document)
      const earlier = before && read(before)
      if (before && earlier === value) continue
      forget(ids, earlier, document.id)
      if (value === undefined) continue
      const set = ids.get(value)
      if (set) set.add(document.id)
      else ids.set(value, new Set([document.id]))
    }
  }
}

const forget = (ids: Map<string, Set<string>>, value: string | undefined, id: string): void => {
  if (value === undefined) return
  const set = ids.get(value)
  set?.delete(id)
  if (set?.size === 0) ids.delete(value)
}
