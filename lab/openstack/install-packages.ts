import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installDebianPackages } from '../debian-packages.ts'
import type { LabFolders } from './lab-folders.ts'

/** Installs those of packages.txt that are missing, from the archives that apt knows. None of their services is started. */
export const installPackages = async (
  { source }: Pick<LabFolders, 'source'>,
  say: (line: string) => void,
): Promise<void> => {
  const names = (await readFile(join(source, 'packages.txt'), 'utf8')).split('\n').filter(Boolean)
  await installDebianPackages(names, say)
}
