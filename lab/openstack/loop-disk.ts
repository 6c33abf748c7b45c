import { access, mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { output, succeeds } from './program-output.ts'

/** Makes a file with an ext4 file system in it, which takes no more room than what is in there, unless it exists. */
export const makeLoopDisk = async (file: string, sizeGiB: number): Promise<void> => {
  const present = await access(file).then(
    () => true,
    () => false,
  )
  if (present) return
  await mkdir(dirname(file), { recursive: true })
  const made = `${file}.new`
  const handle = await open(made, 'w', 0o600)
  await handle.truncate(sizeGiB * 1024 ** 3)
  await handle.close()
  await output('mke2fs', '-q', '-t', 'ext4', '-E', 'lazy_itable_init=1,lazy_journal_init=1', '-m', '0', made)
  await rename(made, file)
}

/** Mounts it there, unless something is. */
export const mountLoopDisk = async (file: string, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  if (await succeeds('mountpoint', '-q', folder)) return
  await output('mount', '-o', 'loop,noatime', file, folder)
}

/** Unmounts all that is mounted below a folder, and frees the loop devices of the files in it. */
export const unmountBelow = async (folder: string): Promise<void> => {
  const mounts = (await output('findmnt', '--raw', '--noheadings', '--output', 'TARGET')).split('\n')
  for (const mount of mounts.filter((each) => each.startsWith(`${folder}/`)).reverse()) await output('umount', mount)
  const devices = JSON.parse((await output('losetup', '--list', '--json')) || '{"loopdevices":[]}') as {
    loopdevices: readonly { name: string; 'back-file': string }[]
  }
  for (const device of devices.loopdevices)
    if (device['back-file'].startsWith(`${folder}/`)) await output('losetup', '--detach', device.name)
}
