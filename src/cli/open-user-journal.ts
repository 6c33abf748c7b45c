import { join } from 'node:path'
import type { Journal } from '../journal/journal.ts'
import { openJournal } from '../journal/open-journal.ts'
import { stateFolder } from './state-folder.ts'
import type { World } from './world.ts'

/** This user's journal of all that was deployed from here. */
export const openUserJournal = (world: World): Promise<Journal> =>
  openJournal({ path: join(stateFolder(world), 'journal.db'), clock: world.clock })
