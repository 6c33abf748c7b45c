import { chmod, mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type DatabaseConstructor from 'better-sqlite3'
import { MemoryCollection } from './memory-collection.ts'
import type { Collection, Document, Indexes, Store } from './store.ts'

type Database = InstanceType<typeof DatabaseConstructor>

const schemaVersion = 1

/**
 * A store in one SQLite file, readable by its owner alone, in a folder that is made as needed. Each write is on the disk when it returns (write-ahead log, synchronous=FULL); reads come from
 * memory. Throws when the file was written by a newer version of this project, or when another process has it open.
 */
export const openSqliteStore = async (path: string): Promise<Store> => {
  const { default: Database } = await import('better-sqlite3')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const database = new Database(path, { timeout: 200 })
  await chmod(path, 0o600)
  prepareDatabase(database, path)
  const put = database.prepare<[string, string, string]>(
    'insert into documents (collection, id, body) values (?, ?, ?) on conflict (collection, id) do update set body = excluded.body',
  )
  const remove = database.prepare<[string, string]>('delete from documents where collection = ? and id = ?')
  const load = database.prepare<[string], { body: string }>(
    'select body from documents where collection = ? order by position',
  )
  const collections = new Map<string, MemoryCollection<Document>>()
  let undo: Array<{ collection: string; id: string; before: Document | undefined }> | undefined
  const remember = (collection: string, id: string) =>
    undo?.push({ collection, id, before: collections.get(collection)?.get(id) })
  const revision = { value: 0 }

  return {
    get revision() {
      return revision.value
    },
    collection<Doc extends Document>(name: string, indexes: Indexes<Doc> = {}) {
      const known = collections.get(name) as Collection<Doc> | undefined
      if (known) return known
      const loaded = load.all(name).map(({ body }) => JSON.parse(body) as Doc)
      const log = {
        put: (collection: string, id: string, document: Document) => {
          put.run(collection, id, JSON.stringify(document))
          remember(collection, id)
        },
        delete: (collection: string, id: string) => {
          remove.run(collection, id)
          remember(collection, id)
        },
      }
      const made = new MemoryCollection<Doc>(name, indexes, loaded, log, revision)
      collections.set(name, made as unknown as MemoryCollection<Document>)
      return made
    },
    transaction(work) {
      if (undo) return work()
      undo = []
      try {
        return database.transaction(work)()
      } catch (error) {
        for (const { collection, id, before } of undo.reverse()) collections.get(collection)?.restore(id, before)
        throw error
      } finally {
        undo = undefined
      }
    },
    [Symbol.dispose]() {
      database.close()
    },
  }
}

const prepareDatabase = (database: Database, path: string): void => {
  database.pragma('locking_mode = EXCLUSIVE')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  const version = database.pragma('user_version', { simple: true })
  if (typeof version === 'number' && version > schemaVersion) {
    database.close()
    throw new RangeError(`${path} was written by a newer portolan (schema ${version}; this one knows ${schemaVersion})`)
  }
  database.exec(
    `create table if not exists documents (
       position integer primary key autoincrement,
       collection text not null,
       id text not null,
       body text not null,
       unique (collection, id)
     )`,
  )
  database.pragma(`user_version = ${schemaVersion}`)
}
