import { MemoryCollection } from './memory-collection.ts'
import type { Collection, Document, Indexes, Store } from './store.ts'

interface Undo {
  readonly collection: string
  readonly id: string
  readonly before: Document | undefined
}

/** A store that ends with the process. */
export const openMemoryStore = (): Store => {
  const collections = new Map<string, MemoryCollection<Document>>()
  let undo: Undo[] | undefined
  const remember = (collection: string, id: string) =>
    undo?.push({ collection, id, before: collections.get(collection)?.get(id) })
  const log = { put: remember, delete: remember }
  const revision = { value: 0 }

  return {
    get revision() {
      return revision.value
    },
    collection<Doc extends Document>(name: string, indexes: Indexes<Doc> = {}) {
      const known = collections.get(name) as Collection<Doc> | undefined
      if (known) return known
      const made = new MemoryCollection<Doc>(name, indexes, [], log, revision)
      collections.set(name, made as unknown as MemoryCollection<Document>)
      return made
    },
    transaction(work) {
      if (undo) return work()
      undo = []
      try {
        return work()
      } catch (error) {
        for (const { collection, id, before } of undo.reverse()) collections.get(collection)?.restore(id, before)
        throw error
      } finally {
        undo = undefined
      }
    },
    [Symbol.dispose]() {},
  }
}
