import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
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

/** The images that the lab offers, each built unless it is there. */
export const guestImages = async (
  { cache, log, source }: LabFolders,
  { workloadImage }: Pick<LabOptions, 'workloadImage'>,
): Promise<readonly GuestImage[]> => {
  const folder = join(cache, 'images')
  await mkdir(folder, { recursive: true })
  const build = async (program: string) => {
    const file = join(folder, `${program}.qcow2`)
    const present = await access(file).then(
      () => true,
      () => false,
    )
    if (!present)
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
