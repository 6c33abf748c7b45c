import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Clock } from '../lib/clock.ts'
import { CloudError } from '../model/cloud-error.ts'
import { deploymentLocks } from './deployment-lock.ts'
import type { Journal, JournalStep } from './journal.ts'
import { asJournalError } from './journal-error.ts'
import { migrations } from './migrations.ts'
import { sqliteJournal } from './sqlite-journal.ts'

export interface JournalOptions {
  /** A file, or `:memory:` for a journal that ends with its process. */
  readonly path: string
  readonly clock: Clock
  /** Told of every durable write, before and after it. What it throws goes through to the writer. */
  readonly onStep?: (step: JournalStep) => void
}

/**
 * Opens the journal, making its folder and file and upgrading it as needed; only its owner may read the file. Several processes may have it open. Refuses a
 * file that a newer version of this program wrote.
 */
export const openJournal = async ({ path, clock, onStep = () => {} }: JournalOptions): Promise<Journal> => {
  const { default: Sqlite } = await import('better-sqlite3')
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const fresh = path !== ':memory:' && !existsSync(path)
    const database = new Sqlite(path, { timeout: 5000 })
    if (fresh) chmodSync(path, 0o600)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    migrate(database, path)
    return sqliteJournal({ database, path, clock, onStep, locks: deploymentLocks(Sqlite, path) })
  } catch (error) {
    throw asJournalError(error, path)
  }
}

const migrate = (database: Database, path: string): void => {
  const upgrade = database.transaction(() => {
    const version = Number(database.pragma('user_version', { simple: true }))
    if (version > migrations.length)
      throw new CloudError('invalid', `the journal ${path} was written by a newer portolan`, {
        hint: 'upgrade portolan, or set XDG_STATE_HOME to another folder',
      })
    for (const step of migrations.slice(version)) database.exec(step)
    database.pragma(`user_version = ${migrations.length}`)
  })
  upgrade.immediate()
}
