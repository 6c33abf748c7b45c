import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { updatePackageLists } from '../debian-packages.ts'
import type { LabFolders } from './lab-folders.ts'
import type { LabOptions } from './lab-options.ts'
import { runLogged } from './run-logged.ts'

/** A guest's disk in a file, and what Glance is told about it. */
export interface GuestImage {
  readonly name: string
  readonly file: string
  readonly properties: Readonly<Record<string, string>>
  readonly minimum: { readonly memoryMiB: number; readonly diskGiB: number }
}

/** The images that the lab offers, each built unless it is there as its programs would build it. */
export const guestImages = async (
  { cache, log, source }: LabFolders,
  { workloadImage }: Pick<LabOptions, 'workloadImage'>,
): Promise<readonly GuestImage[]> => {
  const folder = join(cache, 'images')
  await mkdir(folder, { recursive: true })
  const recipe = await digestOf(join(source, 'images'))
  const build = async (program: string) => {
    const file = join(folder, `${program}-${recipe}.qcow2`)
    const present = await access(file).then(
      () => true,
      () => false,
    )
    if (present) return file
    await updatePackageLists()
    await runLogged(join(log, `${program}-image.log`), ['bash', join(source, 'images', `${program}.sh`), file])
    return file
  }
  const small: GuestImage = {
    name: 'small-linux',
    file: await build('small-linux'),
    properties: { os_type: 'linux' },
    minimum: { memoryMiB: 96, diskGiB: 1 },
  }
  if (!workloadImage) return [small]
  const debian: GuestImage = {
    name: 'debian-12-lab',
    file: await build('debian-12'),
    properties: { os_type: 'linux', os_distro: 'debian', os_version: '12' },
    minimum: { memoryMiB: 384, diskGiB: 4 },
  }
  return [small, debian]
}

const digestOf = async (folder: string): Promise<string> => {
  const digest = createHash('sha256')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.sort()) digest.update(await readFile(file))
  return digest.digest('hex').slice(0, 12)
}
