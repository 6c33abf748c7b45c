import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fillTemplate } from './fill-template.ts'
import { labAddresses, labApis } from './lab-addresses.ts'
import type { LabFolders } from './lab-folders.ts'
import type { LabOptions } from './lab-options.ts'
import type { LabSecrets } from './lab-secrets.ts'

const computeDrivers = { libvirt: 'libvirt.LibvirtDriver', fake: 'fake.FakeDriver' } as const

/** The name of a compute service that runs Nova's fake driver beside the machine's own, counted from 1. */
export const fakeHost = (index: number): string => `lab-fake${index}`

/** Writes every service's configuration from the templates in `config/`, for its owner alone. */
export const writeConfiguration = async (
  { etc, log, run, state, source }: LabFolders,
  secrets: LabSecrets,
  { nova, fakeComputes, pageLimit }: LabOptions,
): Promise<void> => {
  const templates = join(source, 'config')
  const parts = new Map<string, string>()
  for (const file of await readdir(join(templates, 'parts')))
    parts.set(file.replace('.conf', ''), await readFile(join(templates, 'parts', file), 'utf8'))
  const values = {
    ...{ etc, log, run, state },
    programs: join(source, 'bin'),
    address: labAddresses.api,
    tunnelAddress: labAddresses.tunnel,
    publicBridge: labAddresses.publicBridge,
    identity: labApis.keystone.url,
    database: `mysql+pymysql://lab:${secrets.database}@${labAddresses.api}:3306`,
    host: hostname(),
    computeDriver: computeDrivers[nova],
    // As upstream has them.
    pageLimit: String(pageLimit ?? 1000),
    networkPageLimit: String(pageLimit ?? -1),
    imagePageLimit: String(Math.min(pageLimit ?? 25, 25)),
    objectPageLimit: String(pageLimit ?? 10_000),
  }
  const part = (name: string) => {
    const text = parts.get(name)
    if (text === undefined) throw new Error(`there is no part ${name}`)
    return text
  }
  const write = async (template: string, to: string, more: Readonly<Record<string, string>> = {}) => {
    const text = fillTemplate(await readFile(join(templates, template), 'utf8'), {
      values: { ...values, ...more },
      secrets,
      part,
    })
    await writeFile(join(etc, to), text, { mode: 0o600 })
  }
  await mkdir(join(etc, 'swift'), { recursive: true })
  for (const folder of ['', 'swift'])
    for (const entry of await readdir(join(templates, folder), { withFileTypes: true }))
      if (entry.isFile() && entry.name !== 'uwsgi.ini') await write(join(folder, entry.name), join(folder, entry.name))
  for (const [name, program] of [
    ['keystone', '/usr/bin/keystone-wsgi-public'],
    ['placement', '/usr/bin/placement-api'],
  ] as const)
    await write('uwsgi.ini', `${name}-uwsgi.ini`, { program, port: new URL(labApis[name].url).port })
  for (let index = 1; index <= fakeComputes; index += 1)
    await write('nova.conf', `nova-${fakeHost(index)}.conf`, {
      host: fakeHost(index),
      computeDriver: computeDrivers.fake,
    })
}
