import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { labAddresses } from './lab-addresses.ts'
import type { LabFolders } from './lab-folders.ts'
import { makeLoopDisk, mountLoopDisk } from './loop-disk.ts'
import { runLogged } from './run-logged.ts'

const ports = { account: 6202, container: 6201, object: 6200 } as const

/** Swift's disk, a file system in a file, and the rings that say that everything is on it, once. */
export const makeObjectRings = async ({ etc, log, state }: LabFolders): Promise<void> => {
  const file = join(state, 'swift', 'disk.ext4')
  await makeLoopDisk(file, 60)
  await mountLoopDisk(file, join(state, 'swift', 'devices', 'disk'))
  await mkdir(join(state, 'swift', 'cache'), { recursive: true })
  for (const [kind, port] of Object.entries(ports)) {
    const made = access(join(etc, 'swift', `${kind}.ring.gz`))
    if (
      await made.then(
        () => true,
        () => false,
      )
    )
      continue
    const ring = (...words: readonly string[]) =>
      runLogged(join(log, 'swift-rings.log'), ['swift-ring-builder', join(etc, 'swift', `${kind}.builder`), ...words])
    // 64 partitions, one copy of each, moved at once.
    await ring('create', '6', '1', '0')
    await ring('add', `r1z1-${labAddresses.api}:${port}/disk`, '100')
    await ring('rebalance', '1')
  }
}
