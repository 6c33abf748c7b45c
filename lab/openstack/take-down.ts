import { rm } from 'node:fs/promises'
import { Daemons } from './daemons.ts'
import type { LabFolders } from './lab-folders.ts'
import { lowerNetwork } from './lab-network.ts'
import { unmountBelow } from './loop-disk.ts'
import { endGuests, endNetworkHelpers, infrastructure } from './start-infrastructure.ts'

/** Ends what `up` started, services before what they need, and takes away what they made outside of the lab's folder. */
export const takeDown = async (folders: LabFolders, wipe: boolean, say: (line: string) => void): Promise<void> => {
  const daemons = new Daemons(folders)
  const names = await daemons.names()
  await daemons.stop(names.filter((name) => !infrastructure.includes(name)))
  say('services have ended')
  await endGuests(folders, wipe)
  await endNetworkHelpers(folders)
  await lowerNetwork()
  await daemons.stop(names.filter((name) => infrastructure.includes(name)))
  await unmountBelow(folders.state)
  say('guests, networks, database and message queue have ended')
  if (!wipe) return
  await rm(folders.state, { recursive: true, force: true })
  await rm(folders.etc, { recursive: true, force: true })
  say('databases, images, volumes and passwords are deleted')
}
