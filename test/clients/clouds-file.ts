import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import type { CloudsYamlEntry } from '../../src/fronts/openstack/clouds-yaml-entry.ts'

export interface CloudsFile extends AsyncDisposable {
  readonly folder: string
  /** What a client needs to find it: a clean environment with nothing of this machine's own clouds. */
  readonly environment: Readonly<Record<string, string>>
}

/** A clouds.yaml (JSON is YAML) in a folder of its own, which goes when it is disposed of. */
export const writeCloudsFile = async (
  clouds: Readonly<Record<string, { readonly entry: CloudsYamlEntry; readonly certificate?: string }>>,
): Promise<CloudsFile> => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-test-'))
  const path = join(folder, 'clouds.yaml')
  const entries: Record<string, CloudsYamlEntry> = {}
  for (const [name, { entry, certificate }] of Object.entries(clouds)) {
    const cacert = join(folder, `${name}.pem`)
    if (certificate !== undefined) await writeFile(cacert, certificate)
    entries[name] = certificate === undefined ? entry : { ...entry, cacert }
  }
  await writeFile(path, JSON.stringify({ clouds: entries }), { mode: 0o600 })
  return {
    folder,
    environment: { PATH: process.env.PATH ?? '', HOME: folder, OS_CLIENT_CONFIG_FILE: path },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The clouds.yaml entries of an embedded cloud: its member under its name, its administrator under `<name>-admin`. */
export const entriesOf = (cloud: EmbeddedCloud) => {
  const certificate = cloud.certificate === undefined ? {} : { certificate: cloud.certificate }
  return {
    [cloud.name]: { entry: cloud.entry, ...certificate },
    [`${cloud.name}-admin`]: { entry: cloud.adminEntry, ...certificate },
  }
}
