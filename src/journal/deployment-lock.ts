import type SqliteConstructor from 'better-sqlite3'
import { CloudError } from '../model/cloud-error.ts'
import { asJournalError } from './journal-error.ts'

export interface DeploymentLocks extends Disposable {
  take(deployment: string): Disposable
}

/**
 * Locks that die with their process: each is an exclusive transaction on an empty database of its own beside the journal, which the operating
 * system ends when the process does. So no lock is ever stale, and no process id is ever mistaken for another's.
 */
export const deploymentLocks = (Sqlite: typeof SqliteConstructor, journalPath: string): DeploymentLocks => {
  const held = new Map<string, () => void>()
  const acquire = (deployment: string): (() => void) => {
    if (journalPath === ':memory:') return () => {}
    const path = `${journalPath}.${deployment}.lock`
    const database = new Sqlite(path, { timeout: 0 })
    try {
      database.exec('begin exclusive')
    } catch (error) {
      database.close()
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))
        throw taken(deployment)
      throw asJournalError(error, path)
    }
    // The empty file stays: removing it would let two processes hold locks on two files of one name.
    return () => database.close()
  }
  return {
    take: (deployment) => {
      if (held.has(deployment)) throw taken(deployment)
      const release = acquire(deployment)
      held.set(deployment, release)
      return {
        [Symbol.dispose]: () => {
          if (held.delete(deployment)) release()
        },
      }
    },
    [Symbol.dispose]: () => {
      for (const release of held.values()) release()
      held.clear()
    },
  }
}

const taken = (deployment: string): CloudError =>
  new CloudError('conflict', `another run has the deployment ${deployment}`, {
    hint: 'wait for it to end, or stop it, then run this again',
  })
