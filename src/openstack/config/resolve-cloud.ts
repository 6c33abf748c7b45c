import { didYouMean } from '../../lib/did-you-mean.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import { domainsFilled, todaysKeys } from './aliases.ts'
import { authGathered } from './auth-options.ts'
import { defaultConfig } from './default-config.ts'
import { environmentCloud } from './environment-cloud.ts'
import { expandProfile } from './expand-profile.ts'
import { type CloudSources, type LoadedClouds, loadClouds } from './load-clouds.ts'
import { layOver } from './merge.ts'
import { networksFilled } from './networks.ts'
import { isTrue, typedValues, underscoreKeys } from './normalise.ts'
import type { Origin } from './origin.ts'
import { chooseRegion, knownRegions } from './regions.ts'
import { authUrlExpanded, settingsExpanded } from './template.ts'
import {
  type ConfigValue,
  type Entries,
  isMap,
  isScalar,
  origins,
  plainEntries,
  type Traced,
  textOf,
  tracedMap,
} from './traced.ts'

export interface CloudRequest extends CloudSources {
  /** Which cloud; absent for the one that the environment or the files choose. */
  readonly name?: string
  readonly region?: string
  /** Settings that beat all others, as from a command line: null and the empty string do not count, a prefix `os_` is taken off. */
  readonly options?: Readonly<Record<string, ConfigValue | undefined>>
  /**
   * Whether `OS_*` variables also override a cloud that is named: not as in openstacksdk (`library`, the default), or as in the
   * `openstack` command, where they are the defaults of its options (`command`).
   */
  readonly precedence?: 'library' | 'command'
  /** Fetches a vendor profile that is given as a URL. */
  readonly fetch?: typeof fetch
  readonly signal?: AbortSignal
}

/** One cloud in one region, with everything that is known of how to reach it. */
export interface ResolvedCloud {
  readonly name: string
  /** Empty when nothing names one: then it is the catalog's only one. */
  readonly region: string
  /** The effective settings, in today's spelling; those for authentication are below `auth`. Holds secrets. */
  readonly config: Readonly<Record<string, ConfigValue>>
  /** Where each effective value came from, by dotted path. */
  readonly provenance: ReadonlyMap<string, Origin>
  /** True when only IPv4 addresses are to be used. */
  readonly forceIpv4: boolean
  /** The section `cache`, as written. */
  readonly cache: Readonly<Record<string, ConfigValue>>
  readonly statsd: { readonly host?: string; readonly port?: string; readonly prefix?: string }
  readonly cloudsFile: string | undefined
  readonly secureFile: string | undefined
  /** What is deprecated, unknown or was passed over. */
  readonly warnings: readonly Diagnostic[]
}

/**
 * Finds one cloud's settings exactly as openstacksdk does, and remembers where each came from. Throws `CloudError`: `not_found` for an unknown
 * cloud, `invalid` for contradictions, `unsupported` for a vendor profile whose cloud has shut down.
 * Source: openstack/openstacksdk openstack/config/loader.py, `get_one`.
 */
export const resolveCloud = async (request: CloudRequest): Promise<ResolvedCloud> => {
  const loaded = await loadClouds(request)
  const warnings = [...loaded.warnings]
  const warn = (warning: Diagnostic) => void warnings.push(warning)
  const options = givenOptions(request)
  const name = request.name || textOf(options.get('cloud')) || loaded.defaultName || ''
  const entry = entryOf(name, loaded, options)

  const { fetch = globalThis.fetch, signal } = request
  const profile = await expandProfile(name, entry, { loaded, fetch, warn, ...(signal ? { signal } : {}) })
  const base = new Map(tracedMap(defaultConfig, { kind: 'default' }).entries)
  const settings = layOver(layOver(base, profile), entry)
  const region = chooseRegion(name, knownRegions(name, entry, profile, warn), options.get('region_name'))
  for (const key of ['cloud', 'regions']) settings.delete(key)
  const withRegion = layOver(settings, notNull(region.values))
  const withOptions = layOver(withRegion, options).set('region_name', region.name)
  withOptions.delete('cloud')

  const effective = normalised(name, withOptions, request.precedence)
  const forceIpv4 = forcesIpv4(effective, loaded, request.env)
  const metrics = sectionOf(effective, 'metrics')
  for (const key of ['force_ipv4', 'prefer_ipv6']) effective.delete(key)
  return {
    name,
    region: textOf(effective.get('region_name')) ?? '',
    config: plainEntries(effective),
    provenance: origins(effective),
    forceIpv4,
    cache: plainEntries(underscoreKeys(sectionOf(loaded.root.entries, 'cache'))),
    statsd: statsdOf(metrics, loaded, request.env),
    cloudsFile: loaded.cloudsFile,
    secureFile: loaded.secureFile,
    warnings,
  }
}

/** Fixes spellings first and dashes second, in the SDK's order: only the dashed spellings that it lists are aliases. */
const normalised = (
  name: string,
  settings: Entries,
  precedence: CloudRequest['precedence'] = 'library',
): Map<string, Traced> => {
  const todays = typedValues(domainsFilled(networksFilled(name, todaysKeys(settings))))
  return settingsExpanded(authGathered(underscoreKeys(authUrlExpanded(todays)), precedence))
}

const givenOptions = ({ options = {}, region, precedence, env }: CloudRequest): Map<string, Traced> => {
  const given = new Map<string, Traced>()
  if (precedence === 'command')
    for (const [key, value] of environmentCloud(env)?.entries ?? []) if (textOf(value)) given.set(key, value)
  if (precedence === 'command' && env.OS_REGION_NAME)
    given.set('region_name', { origin: { kind: 'variable', name: 'OS_REGION_NAME' }, scalar: env.OS_REGION_NAME })
  for (const [key, value] of optionEntries(options)) given.set(key, value)
  if (region) given.set('region_name', { origin: { kind: 'option', name: 'region' }, scalar: region })
  return given
}

/** Source: openstack/openstacksdk openstack/config/loader.py, `_fix_args`. */
const optionEntries = (options: Readonly<Record<string, ConfigValue | undefined>>): Map<string, Traced> => {
  const plainNames = new Map<string, Traced>()
  const prefixed = new Map<string, Traced>()
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === '') continue
    const name = key.replaceAll('-', '_')
    const [target, at] = name.startsWith('os_') ? [prefixed, name.slice(3)] : [plainNames, name]
    const single = tracedMap({ [at]: value }, { kind: 'option', name: key }).entries.get(at)
    if (isMap(single)) target.set(at, { ...single, entries: optionEntries(value as Record<string, ConfigValue>) })
    else if (single) target.set(at, single)
  }
  return new Map([...plainNames, ...prefixed])
}

const entryOf = (name: string, loaded: LoadedClouds, options: Entries): Map<string, Traced> => {
  const names = [...loaded.clouds.keys()]
  if (!name && options.size === 0)
    throw new CloudError('invalid', 'no cloud is chosen', {
      hint: `Name one of: ${names.join(', ')} (--cloud NAME, or OS_CLOUD in the environment)`,
    })
  const found = loaded.clouds.get(name)
  if (name && !found) {
    const meant = didYouMean(name, names)
    throw new CloudError(
      'not_found',
      `there is no cloud ${name} (${loaded.cloudsFile ?? 'no clouds.yaml was found'})`,
      {
        hint: meant ? `did you mean ${meant}?` : 'portolan cloud list shows the clouds that are configured',
      },
    )
  }
  const entry = new Map(found?.entries)
  const profile = options.get('profile')
  return profile ? entry.set('profile', profile) : entry
}

const notNull = (entries: Entries): Entries =>
  new Map([...entries].filter(([, value]) => !(isScalar(value) && value.scalar === null)))

const sectionOf = (entries: Entries, key: string): Entries => {
  const section = entries.get(key)
  return isMap(section) ? section.entries : new Map()
}

/** A cloud's own switch beats the environment's, which beats the section `client`; saying no to IPv6 always forces IPv4. */
const forcesIpv4 = (effective: Entries, loaded: LoadedClouds, env: CloudSources['env']): boolean => {
  const client = sectionOf(loaded.root.entries, 'client')
  const scalar = (...values: Array<Traced | undefined>) => {
    const found = values.find((value) => value !== undefined)
    return isScalar(found) ? found.scalar : undefined
  }
  const prefersIpv6 = env.OS_PREFER_IPV6 ?? scalar(client.get('prefer_ipv6'), client.get('prefer-ipv6')) ?? true
  const forced = env.OS_FORCE_IPV4 ?? scalar(client.get('force_ipv4'), client.get('broken-ipv6')) ?? false
  const everywhere = isTrue(forced) || !isTrue(prefersIpv6)
  const own = effective.get('force_ipv4')
  const ownPreference = effective.get('prefer_ipv6')
  if (isScalar(ownPreference) && !isTrue(ownPreference.scalar)) return true
  return isScalar(own) ? isTrue(own.scalar) : everywhere
}

const statsdOf = (ofCloud: Entries, loaded: LoadedClouds, env: CloudSources['env']): ResolvedCloud['statsd'] => {
  const own = sectionOf(ofCloud, 'statsd')
  const shared = sectionOf(sectionOf(loaded.root.entries, 'metrics'), 'statsd')
  const found = ['host', 'port', 'prefix'].map(
    (key) => [key, textOf(own.get(key)) ?? textOf(shared.get(key)) ?? env[`STATSD_${key.toUpperCase()}`]] as const,
  )
  return Object.fromEntries(found.filter(([, value]) => value))
}
