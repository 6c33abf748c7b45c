import { join } from 'node:path'
import { z } from 'zod'
import { type EmbeddedCloud, startEmbeddedCloud } from '../embedded/embedded-cloud.ts'
import type { EmbeddedProfile } from '../embedded/embedded-profile.ts'
import type { ObservedExchange } from '../embedded/observed-exchange.ts'
import { type CloudFaults, readFaults } from '../embedded/read-faults.ts'
import { realisticLatency } from '../embedded/realistic-latency.ts'
import type { CloudsYamlEntry } from '../fronts/openstack/clouds-yaml-entry.ts'
import { Disposal } from '../lib/disposal.ts'
import { usageError } from './command-error.ts'
import type { Context } from './context.ts'

export interface EmbeddedRequest {
  readonly profiles: readonly EmbeddedProfile[]
  /** The first cloud's port, the others taking the following ones; absent for any free ports. */
  readonly port?: number
  readonly latency: 'realistic' | 'none'
  /** A fault file's content. */
  readonly faults?: unknown
  /** Told of each exchange and of the cloud that answered. */
  readonly observe?: (cloud: string, exchange: ObservedExchange) => void
}

export interface EmbeddedClouds extends AsyncDisposable {
  readonly clouds: readonly EmbeddedCloud[]
}

/** Starts one embedded cloud a profile, all at once; when one cannot start, none is left running. */
export const startEmbeddedClouds = async (context: Context, request: EmbeddedRequest): Promise<EmbeddedClouds> => {
  const { clock, random } = context.world
  const { observe } = request
  const names = distinctNames(request.profiles)
  const faults = names.map((name) => (request.faults === undefined ? {} : understoodFaults(request.faults, name)))
  const running = new Disposal()
  try {
    const started = await Promise.allSettled(
      request.profiles.map(async (profile, index) => {
        const name = names[index] ?? profile.name
        return running.use(
          await startEmbeddedCloud({
            profile,
            name,
            clock,
            random,
            ...(request.port === undefined ? {} : { port: request.port + index }),
            ...(request.latency === 'realistic' ? { latency: realisticLatency } : {}),
            ...(faults[index] ?? {}),
            ...(observe ? { observe: (exchange) => observe(name, exchange) } : {}),
            onUnexpected: (error) => {
              const reason = error instanceof Error ? error.message : String(error)
              context.say(`${name}: this embedded cloud failed inside: ${reason}`)
            },
          }),
        )
      }),
    )
    const clouds = started.map((result) => {
      if (result.status === 'rejected') throw result.reason
      return result.value
    })
    return { clouds, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() }
  } catch (error) {
    await running[Symbol.asyncDispose]()
    throw error
  }
}

const understoodFaults = (document: unknown, cloudName: string): CloudFaults => {
  try {
    return readFaults(document, cloudName)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw usageError(`--faults: the list of faults is not understood:\n${z.prettifyError(error)}`)
  }
}

const distinctNames = (profiles: readonly EmbeddedProfile[]): readonly string[] =>
  profiles.map(({ name }, index) => {
    const before = profiles.slice(0, index).filter((profile) => profile.name === name).length
    return before === 0 ? name : `${name}-${before + 1}`
  })

/**
 * The clouds.yaml that reaches these clouds, their certificates written beside it in that folder; with `admins`, each a second time for its
 * administrator, as `NAME-admin`. It holds secrets.
 */
export const cloudsYamlFor = async (
  context: Context,
  clouds: readonly EmbeddedCloud[],
  folder: string,
  { admins = false }: { readonly admins?: boolean } = {},
): Promise<string> => {
  const entries: Record<string, CloudsYamlEntry> = {}
  for (const { name, entry, adminEntry, certificate } of clouds) {
    const cacert = join(folder, `${name}.pem`)
    if (certificate) await context.world.files.write(cacert, certificate)
    const trusting = (one: CloudsYamlEntry) => (certificate ? { ...one, cacert } : one)
    entries[name] = trusting(entry)
    if (admins) entries[`${name}-admin`] = trusting(adminEntry)
  }
  const { stringify } = await import('yaml')
  return stringify({ clouds: entries }, { lineWidth: 0 })
}
