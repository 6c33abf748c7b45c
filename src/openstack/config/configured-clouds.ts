import type { Diagnostic } from '../../model/diagnostic.ts'
import { expandProfile } from './expand-profile.ts'
import { type CloudSources, loadClouds } from './load-clouds.ts'
import { knownRegions } from './regions.ts'
import { textOf } from './traced.ts'

/**
 * Every configured cloud in the order of the file, with the regions that its settings or its vendor's name: none where only its catalog knows them. A vendor
 * profile that cannot be had tells none either: whoever opens that cloud is told why.
 */
export const configuredClouds = async (
  sources: CloudSources & { readonly fetch: typeof fetch; readonly signal: AbortSignal },
): Promise<ReadonlyArray<{ readonly name: string; readonly regions: readonly string[] }>> => {
  const loaded = await loadClouds(sources)
  const quiet = (_: Diagnostic): void => {}
  const regionsOf = async (name: string, entry: Parameters<typeof knownRegions>[1]): Promise<readonly string[]> => {
    const { fetch, signal } = sources
    const profile = await expandProfile(name, entry, { loaded, fetch, signal, warn: quiet }).catch(() => {
      signal.throwIfAborted()
      return new Map()
    })
    return knownRegions(name, entry, profile, quiet).flatMap((region) => textOf(region.name) || [])
  }
  return Promise.all(
    [...loaded.clouds]
      .filter(([, { origin }]) => origin.kind !== 'default')
      .map(async ([name, { entries }]) => ({ name, regions: await regionsOf(name, entries) })),
  )
}
