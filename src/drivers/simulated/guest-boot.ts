import type { ServerId } from '../../model/id.ts'
import { readUserData } from './cloud-config.ts'
import type { Guest } from './guest.ts'
import { listensOn, newGuest, writeConsole } from './guest.ts'
import type { ImageContent } from './image-content.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** Starts the guest of a server that became active. It listens, or has failed for good, when its boot time is over. */
export const bootGuest = (cloud: SimulatedCloud, id: ServerId): void => {
  const guest = cloud.guests.get(id)
  const server = cloud.tables.servers.find(id)
  if (!guest || !server) return
  const startedAt = cloud.clock.now()
  const say = (line: string) => writeConsole(guest, cloud.clock.now() - startedAt, line)
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
  if (!guest || guest.state === 'off') return
  guest.state = 'off'
  writeConsole(guest, 0, 'powered off')
}

/** The guest gets a new disk: its next boot is its first one again. */
export const renewGuest = (cloud: SimulatedCloud, id: ServerId, disk: ImageContent): void => {
  const { userData, hasDataSource = true } = cloud.guests.get(id) ?? {}
  cloud.guests.set(id, newGuest({ userData, disk, hasDataSource }))
}

const finishBoot = (cloud: SimulatedCloud, id: ServerId, guest: Guest, say: (line: string) => void): void => {
  const server = cloud.tables.servers.find(id)
  if (!server) return
  if (!guest.bootedBefore) {
    guest.bootedBefore = true
    const problem = initialize(guest, say)
    if (problem !== undefined) guest.problem = problem
  }
  if (guest.problem !== undefined) {
    guest.state = 'failed'
    say('cloud-init: failed; nothing listens here')
    return
  }
  guest.state = 'up'
  say(`listening on ${[...listensOn(server, guest)].join(', ')}`)
  say(`${server.name} login:`)
}

/** Does what cloud-init does with the user data, as far as it can be told from outside; gives the problem that ends it. */
const initialize = ({ userData, hasDataSource }: Guest, say: (line: string) => void): string | undefined => {
  if (!hasDataSource) {
    say('cloud-init: no data source found: there is no metadata service here and no config drive')
    return undefined
  }
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
