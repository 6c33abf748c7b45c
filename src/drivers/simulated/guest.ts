import type { ServerId } from '../../model/id.ts'
import type { Server } from '../../model/server.ts'
import { readUserData } from './cloud-config.ts'
import type { ImageContent } from './image-content.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** The first line of every simulated console. */
export const guestNotice = 'SIMULATED GUEST — no machine runs here; below is what a guest would have written'

const keptLines = 500

/** What would run inside a server. */
export interface Guest {
  userData: string | undefined
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

/** The metadata key that names what a simulated guest listens on beside 22/tcp, such as `80/tcp,53/udp`. */
export const listensKey = 'portolan.listens'

/** What the guest of that server listens on once it is up. */
export const listensOn = ({ metadata }: Pick<Server, 'metadata'>): ReadonlySet<string> => {
  const declared = (metadata[listensKey] ?? '').split(',').map((each) => each.trim().toLowerCase())
  return new Set(['22/tcp', ...declared.filter((each) => /^\d{1,5}\/(tcp|udp)$/.test(each))])
}

/** Starts the guest of a server that became active. It listens, or has failed for good, when its boot time is over. */
export const bootGuest = (cloud: SimulatedCloud, id: ServerId): void => {
  const guest = cloud.guests.get(id)
  const server = cloud.tables.servers.find(id)
  if (!guest || !server) return
  const startedAt = cloud.clock.now()
  const say = (line: string) => write(guest, cloud.clock.now() - startedAt, line)
  guest.boot += 1
  const { boot } = guest
  guest.state = 'booting'
  say(`${server.name}: booting on ${cloud.tables.flavors.get(server.flavorId).name}`)
  for (const { address, macAddress } of server.interfaces) say(`network: ${macAddress} has ${address}`)
  cloud.after('guestBoot', () => {
    if (guest.boot === boot && guest.state === 'booting') finishBoot(cloud, id, guest, say)
  })
}

/** The guest's machine was switched off. */
export const haltGuest = (cloud: SimulatedCloud, id: ServerId): void => {
  const guest = cloud.guests.get(id)
  if (!guest) return
  guest.state = 'off'
  write(guest, 0, 'powered off')
}

/** All that the guest wrote, newest part last; empty before its first boot. */
export const consoleOf = (guest: Guest | undefined): string =>
  guest && guest.log.length > 0 ? `${[guestNotice, ...guest.log].join('\n')}\n` : ''

const write = (guest: Guest, milliseconds: number, line: string): void => {
  guest.log.push(`[${(milliseconds / 1000).toFixed(6).padStart(12)}] ${line}`)
  if (guest.log.length > keptLines) guest.log = guest.log.slice(-keptLines)
}

const finishBoot = (cloud: SimulatedCloud, id: ServerId, guest: Guest, say: (line: string) => void): void => {
  const server = cloud.tables.servers.find(id)
  if (!server) return
  if (!guest.bootedBefore) {
    guest.bootedBefore = true
    const problem = initialize(guest.userData, say)
    guest.userData = undefined
    if (problem !== undefined) guest.problem = problem
  }
  if (guest.problem !== undefined) {
    guest.state = 'failed'
    say('cloud-init: failed; nothing listens here')
    return
  }
  guest.state = 'up'
  say(`listening on ${[...listensOn(server)].join(', ')}`)
  say(`${server.name} login:`)
}

/** Does what cloud-init does with the user data, as far as it can be told from outside; gives the problem that ends it. */
const initialize = (userData: string | undefined, say: (line: string) => void): string | undefined => {
  const read = readUserData(userData)
  switch (read.kind) {
    case 'none':
      say('cloud-init: no user data')
      return undefined
    case 'opaque':
      say(`cloud-init: user data is ${read.what}, which is not run here`)
      return undefined
    case 'unknown':
      say('cloud-init: warning: user data starts with nothing that cloud-init knows, it is left alone')
      return undefined
    case 'broken':
      say(`cloud-init: error: invalid cloud-config: ${read.problem}`)
      return `invalid cloud-config: ${read.problem}`
    case 'cloud-config':
      for (const warning of read.warnings) say(`cloud-init: warning: ${warning}`)
      for (const step of read.steps) say(`cloud-init: would do ${step}`)
      say('cloud-init: finished')
      return undefined
  }
}
