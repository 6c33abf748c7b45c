import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Daemons } from './daemons.ts'
import { LabError } from './lab-error.ts'
import type { LabFolders } from './lab-folders.ts'
import type { LabOptions } from './lab-options.ts'

/** What services are told when they start, and nobody sees from outside. */
type Told = Pick<LabOptions, 'nova' | 'pageLimit'>

const fileOf = ({ etc }: LabFolders): string => join(etc, 'options.json')

/** What the lab was asked for that runs, or would be by default. */
export const askedOptions = async (folders: LabFolders): Promise<Told> => ({
  nova: 'libvirt',
  ...JSON.parse(await readFile(fileOf(folders), 'utf8').catch(() => '{}')),
})

/** Remembers it. Fails where services run that were told otherwise: what runs is not started anew. */
export const rememberOptions = async (
  folders: LabFolders,
  daemons: Daemons,
  { nova, pageLimit }: LabOptions,
): Promise<void> => {
  const asked: Told = { nova, ...(pageLimit === undefined ? {} : { pageLimit }) }
  const before = await askedOptions(folders)
  const differs = before.nova !== nova || before.pageLimit !== pageLimit
  if (differs && (await daemons.alive('nova-api')))
    throw new LabError(`services run with ${inWords(before)}: npm run lab:openstack -- down, and then up`)
  await writeFile(fileOf(folders), JSON.stringify(asked))
}

const inWords = ({ nova, pageLimit }: Told): string =>
  `--nova ${nova} and ${pageLimit === undefined ? 'no --page-limit' : `--page-limit ${pageLimit}`}`
