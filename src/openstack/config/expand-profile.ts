import { z } from 'zod'
import { CloudError } from '../../model/cloud-error.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { LoadedClouds } from './load-clouds.ts'
import { layOver, mergeDeeply } from './merge.ts'
import { type ConfigValue, type Entries, isMap, textOf, tracedMap } from './traced.ts'
import { vendorProfiles } from './vendor-profiles.ts'

export interface ProfileSource {
  readonly loaded: Pick<LoadedClouds, 'publicClouds' | 'environmentName'>
  /** Fetches a profile that is given as a URL. */
  readonly fetch: typeof fetch
  readonly signal?: AbortSignal
  readonly warn: (warning: Diagnostic) => void
}

const wellKnownSchema = z.object({ name: z.string(), profile: z.record(z.string(), z.json()) })

/**
 * The settings of the vendor profile that a cloud's entry names, empty when it names none or an unknown one (then with a warning). Looks
 * in clouds-public.yaml, then among the built-in profiles, then, for a URL, at its `/.well-known/openstack/api`. Throws when the profile's
 * cloud has shut down or its URL gives nothing.
 * Source: openstack/openstacksdk openstack/config/loader.py, `_expand_vendor_profile`, and openstack/config/vendors/__init__.py.
 */
export const expandProfile = async (cloudName: string, entry: Entries, source: ProfileSource): Promise<Entries> => {
  const name = textOf(entry.get('profile') ?? entry.get('cloud'))
  if (!name || name === source.loaded.environmentName) return new Map()
  if (entry.has('cloud'))
    source.warn({
      severity: 'warning',
      summary: `the cloud ${cloudName} names its vendor profile with the key cloud, which is deprecated`,
      hint: `profile: ${name}`,
    })
  const ours = source.loaded.publicClouds.get(name)
  if (isMap(ours)) return ours.entries
  const found = await findProfile(name, source)
  if (!found) {
    source.warn({ severity: 'warning', summary: `the cloud ${cloudName} names an unknown vendor profile, ${name}` })
    return new Map()
  }
  const { status, message, ...rest } = Object.fromEntries(found)
  const why = textOf(message) ?? 'no reason is given'
  if (textOf(status) === 'shutdown')
    throw new CloudError('unsupported', `the profile ${name} is of a cloud that no longer exists: ${why}`)
  if (textOf(status) === 'deprecated')
    source.warn({ severity: 'warning', summary: `the profile ${name} is deprecated: ${why}` })
  return new Map(Object.entries(rest))
}

const findProfile = async (name: string, source: ProfileSource): Promise<Entries | undefined> => {
  const builtIn = builtInProfile(name)
  if (!builtIn) return URL.canParse(name) && new URL(name).host ? fetchProfile(name, source) : undefined
  const nested = textOf(builtIn.get('profile'))
  const { profile: _, ...own } = Object.fromEntries(builtIn)
  return (nested && (await findProfile(nested, source))) || new Map(Object.entries(own))
}

const builtInProfile = (name: string): Entries | undefined => {
  const profile = Object.hasOwn(vendorProfiles, name) ? vendorProfiles[name] : undefined
  return profile && tracedMap(profile, { kind: 'profile', name }).entries
}

/** How long a vendor may take to answer, in milliseconds: the SDK's own limit. */
const patience = 10_000

const fetchProfile = async (name: string, { fetch, signal }: ProfileSource): Promise<Entries> => {
  const url = `${new URL(name).origin}/.well-known/openstack/api`
  const timeout = AbortSignal.timeout(patience)
  const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout }).catch(
    (cause: unknown) => {
      throw new CloudError('unavailable', `the remote profile ${url} could not be fetched`, { cause })
    },
  )
  if (!response.ok)
    throw new CloudError('unavailable', `the remote profile ${url} could not be fetched: HTTP ${response.status}`)
  const document = wellKnownSchema.safeParse(await response.json().catch(() => undefined))
  if (!document.success) throw new CloudError('invalid', `the remote profile ${url} is not a profile document`)
  const origin = { kind: 'well-known', url } as const
  const remote = tracedMap(document.data.profile as Record<string, ConfigValue>, origin)
  const local = builtInProfile(document.data.name) ?? new Map()
  const { profile: _, ...merged } = Object.fromEntries(mergeDeeply(remote, { origin, entries: local }).entries)
  return layOver(new Map(), new Map(Object.entries(merged)))
}
