import { CloudError } from '../model/cloud-error.ts'

const fixes: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'free some space on that disk, then run the same command again: it goes on from here',
  SQLITE_READONLY: 'make the file and its folder writable, or set XDG_STATE_HOME to a folder that is',
  SQLITE_CANTOPEN: 'make the folder, or set XDG_STATE_HOME to one that can be written',
  SQLITE_CORRUPT: 'restore the file from a backup; the resources themselves are named <deployment>--… in the cloud',
  SQLITE_NOTADB: 'move the file away: it is not a journal',
  SQLITE_IOERR:
    'see whether the disk is full or in trouble, or a limit on the size of files is reached (df, ulimit -f), then run the same command again',
  SQLITE_BUSY: 'another process is writing for longer than five seconds: wait for it to end',
}
const causes: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'its disk is full',
  SQLITE_READONLY: 'it cannot be written',
  SQLITE_CANTOPEN: 'it cannot be opened',
  SQLITE_CORRUPT: 'it is damaged',
  SQLITE_NOTADB: 'it is no database',
  SQLITE_IOERR: 'its disk cannot be written to or read from',
  SQLITE_BUSY: 'it is locked',
}

/** True for errors of the journal's own file, after which nothing that must be remembered may be begun. */
export const isJournalError = (error: unknown): boolean =>
  error instanceof CloudError && error.reason?.startsWith('SQLITE_') === true

/** What SQLite threw, as an error that says what is wrong with the file and what to do. Other errors stay as they are. */
export const asJournalError = (error: unknown, path: string): unknown => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (systemErrors[code]) return journalError(path, systemErrors[code], code, error)
  if (!code.startsWith('SQLITE_')) return error
  const plain = /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code
  return journalError(path, plain, code, error)
}

/** What making the folder can fail with, in SQLite's words. */
const systemErrors: Readonly<Record<string, string>> = {
  ENOSPC: 'SQLITE_FULL',
  EACCES: 'SQLITE_READONLY',
  EROFS: 'SQLITE_READONLY',
  ENOTDIR: 'SQLITE_CANTOPEN',
  EEXIST: 'SQLITE_CANTOPEN',
}

const journalError = (path: string, plain: string, reason: string, cause: unknown): CloudError =>
  new CloudError('internal', `the journal ${path} failed: ${causes[plain] ?? reason}`, {
    reason,
    hint: fixes[plain] ?? 'see https://www.sqlite.org/rescode.html for this code',
    cause,
  })
