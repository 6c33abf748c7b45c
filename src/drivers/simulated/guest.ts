import type { Server } from '../../model/server.ts'
import type { ImageContent } from './image-content.ts'

/** The first line of every simulated console. */
const guestNotice = 'SIMULATED GUEST — no machine runs here; below is what a guest would have written'

const keptLines = 500

/** What would run inside a server. */
export interface Guest {
  readonly userData: string | undefined
  /** False when nothing tells it its user data: the cloud has no metadata service and the server no config drive. */
  readonly hasDataSource: boolean
  /** The root disk as the server got it. */
  readonly disk: ImageContent
  state: 'off' | 'booting' | 'up' | 'failed'
  /** Why it failed: what is wrong with its user data. */
  problem?: string
  /** User data is for the first boot alone. */
  bootedBefore: boolean
  /** Which boot is under way: one that was cut short ends without a word. */
  boot: number
  log: string[]
}

/** A guest that has never run. */
export const newGuest = ({
  userData,
  disk,
  hasDataSource,
}: Pick<Guest, 'userData' | 'disk' | 'hasDataSource'>): Guest => ({
  userData,
  hasDataSource,
  disk,
  state: 'off',
  bootedBefore: false,
  boot: 0,
  log: [],
})

/** The metadata key that names what a simulated guest listens on beside 22/tcp, such as `80/tcp,53/udp`. */
const listensKey = 'portolan.listens'

/** What the guest of that server listens on once it is up: a guest that nobody told what to do has its image's SSH alone. */
export const listensOn = ({ metadata }: Pick<Server, 'metadata'>, guest: Guest | undefined): ReadonlySet<string> => {
  const told = guest?.hasDataSource === false ? '' : (metadata[listensKey] ?? '')
  const declared = told.split(',').map((each) => each.trim().toLowerCase())
  return new Set(['22/tcp', ...declared.filter((each) => /^\d{1,5}\/(tcp|udp)$/.test(each))])
}

/** All that the guest wrote, newest part last; empty before its first boot. */
export const consoleOf = (guest: Guest | undefined): string =>
  guest && guest.log.length > 0 ? `${[guestNotice, ...guest.log].join('\n')}\n` : ''

/** Adds a line to the guest's console, stamped with the time since its machine was switched on. */
export const writeConsole = (guest: Guest, milliseconds: number, line: string): void => {
  guest.log.push(`[${(milliseconds / 1000).toFixed(6).padStart(12)}] ${line}`)
  if (guest.log.length > keptLines) guest.log = guest.log.slice(-keptLines)
}
