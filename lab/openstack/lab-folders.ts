import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Where one lab keeps what it writes. */
export interface LabFolders {
  /** Configuration, written anew by every `up`. */
  readonly etc: string
  readonly log: string
  /** Process ids, sockets and locks. */
  readonly run: string
  /** Databases, images, volumes, passwords: what `down --wipe` deletes. */
  readonly state: string
  /** Built guest images and downloaded packages, which outlive a wipe. */
  readonly cache: string
  /** This folder: templates and programs. */
  readonly source: string
}

const source = import.meta.dirname
const root = join(source, '..', '..', '.lab', 'openstack')

/** The project's own lab, in `.lab/openstack`. */
export const labFolders: LabFolders = {
  etc: join(root, 'etc'),
  log: join(root, 'log'),
  run: join(root, 'run'),
  state: join(root, 'state'),
  cache: join(root, 'cache'),
  source,
}

/** Makes the folders that are missing, for their owner alone. */
export const makeLabFolders = async ({ etc, log, run, state, cache }: LabFolders): Promise<void> => {
  for (const folder of [etc, log, join(run, 'locks'), state, cache])
    await mkdir(folder, { recursive: true, mode: 0o700 })
}
