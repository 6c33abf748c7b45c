import { CloudError } from '../../model/cloud-error.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { type ConfigPlace, configFileCandidates } from './config-directories.ts'
import { environmentCloud } from './environment-cloud.ts'
import { mergeDeeply } from './merge.ts'
import { type ReadFile, readFirstConfigFile } from './read-config-file.ts'
import { type Entries, isMap, type TracedMap } from './traced.ts'

export interface CloudSources extends ConfigPlace {
  readonly readFile: ReadFile
}

export interface LoadedClouds {
  /** The whole of clouds.yaml with secure.yaml laid over it. */
  readonly root: TracedMap
  /** Every cloud that can be named, the environment's among them. */
  readonly clouds: ReadonlyMap<string, TracedMap>
  /** What the environment's cloud is called, whether or not there is one. */
  readonly environmentName: string
  /** The cloud that is meant when none is named. */
  readonly defaultName: string | undefined
  readonly cloudsFile: string | undefined
  readonly secureFile: string | undefined
  /** The entries below `public-clouds` of clouds-public.yaml. */
  readonly publicClouds: Entries
  readonly warnings: readonly Diagnostic[]
}

/**
 * Reads clouds.yaml, secure.yaml, clouds-public.yaml and the environment. Throws `invalid` when a file's shape cannot be understood or the
 * environment's cloud has the name of one in the file.
 * Source: openstack/openstacksdk openstack/config/loader.py, `OpenStackConfig.__init__`.
 */
export const loadClouds = async (sources: CloudSources): Promise<LoadedClouds> => {
  const warnings: Diagnostic[] = []
  const read = (name: 'clouds' | 'secure' | 'clouds-public') =>
    readFirstConfigFile(configFileCandidates(name, sources), sources.readFile, (warning) => warnings.push(warning))
  const [cloudsFile, secureFile, publicFile] = [await read('clouds'), await read('secure'), await read('clouds-public')]
  for (const file of [cloudsFile, secureFile])
    if (file && !file.root.entries.has('clouds'))
      warnings.push({ severity: 'warning', summary: `${file.path} has no key clouds` })

  const empty: TracedMap = { origin: { kind: 'default' }, entries: new Map() }
  const base = cloudsFile?.root ?? empty
  const root = secureFile ? mergeDeeply(base, secureFile.root) : base
  const clouds = new Map<string, TracedMap>()
  for (const [name, cloud] of entriesOf(root, 'clouds', cloudsFile?.path)) {
    if (!isMap(cloud))
      throw new CloudError('invalid', `the cloud ${name} in ${cloudsFile?.path ?? secureFile?.path} is not a mapping`)
    clouds.set(name, cloud)
  }

  const { env } = sources
  const environmentName = env.OS_CLOUD_NAME ?? 'envvars'
  if (clouds.has(environmentName))
    throw new CloudError(
      'invalid',
      `${cloudsFile?.path} has a cloud named ${environmentName}, the environment's name`,
      {
        hint: 'Rename it, or set OS_CLOUD_NAME to another name',
      },
    )
  const fromEnvironment = environmentCloud(env)
  if (fromEnvironment) clouds.set(environmentName, fromEnvironment)
  const onlyName = clouds.size === 1 ? [...clouds.keys()][0] : undefined
  // With nothing configured there is still a cloud to put options into.
  const nothing = clouds.size === 0
  if (nothing) clouds.set('defaults', empty)
  return {
    root,
    clouds,
    environmentName,
    defaultName: env.OS_CLOUD || (fromEnvironment ? environmentName : nothing ? 'defaults' : onlyName),
    cloudsFile: cloudsFile?.path,
    secureFile: secureFile?.path,
    publicClouds: publicFile ? entriesOf(publicFile.root, 'public-clouds', publicFile.path) : new Map(),
    warnings,
  }
}

const entriesOf = (root: TracedMap, key: string, path: string | undefined): Entries => {
  const section = root.entries.get(key)
  if (isMap(section)) return section.entries
  if (section && !('scalar' in section && section.scalar === null))
    throw new CloudError('invalid', `${key} in ${path} is not a mapping`)
  return new Map()
}
