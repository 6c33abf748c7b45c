import { Cloud } from '../cloud/cloud.ts'
import { type DriverChoice, openDriver } from '../drivers/registry.ts'
import { onAbort } from '../lib/on-abort.ts'
import { CloudError } from '../model/cloud-error.ts'
import { type ResolvedCloud, resolveCloud } from '../openstack/config/resolve-cloud.ts'
import type { Exchange } from '../openstack/http/exchange.ts'
import { cloudSources } from './cloud-sources.ts'
import type { Context } from './context.ts'
import { diagnosticText } from './render/diagnostic-text.ts'

export interface CloudChoice {
  /** As clouds.yaml names it, or `aws:REGION`; absent for the default one. */
  readonly name?: string | undefined
  readonly region?: string | undefined
  /** The clouds.yaml to read instead of those that are found. */
  readonly cloudsFile?: string
  /** Hears of every request to an OpenStack cloud, without secrets. */
  readonly onExchange?: (exchange: Exchange) => void
  /** Ends the log-in when it aborts. */
  readonly signal?: AbortSignal
}

export interface OpenedCloud extends AsyncDisposable {
  readonly cloud: Cloud
  /** Paths of the settings that somebody wrote for this cloud; none where the SDK's own chain decides. */
  readonly writtenSettings: readonly string[]
}

/**
 * Logs in to a cloud. An interruption ends the log-in at once, since nothing is in flight yet; of an open cloud only the second one does. Throws `CloudError`: `not_found` for an unknown name, `unauthenticated`, `unavailable` and so on.
 */
export const openCloud = async (context: Context, choice: CloudChoice): Promise<OpenedCloud> => {
  const { clock, random } = context.world
  const aws = /^aws:([a-z0-9-]+)$/.exec(choice.name ?? '')
  const resolved = aws ? undefined : await resolve(context, choice)
  const name = resolved?.name ?? `aws:${aws?.[1]}`
  const driver = await untilInterrupted(context, choice.signal, (signal) =>
    openDriver(resolved ? openStackChoice(context, resolved, signal, choice.onExchange) : awsChoice(aws?.[1] ?? '')),
  ).catch((error: unknown) => {
    throw resolved ? refusedLogin(error, name) : error
  })
  const cloud = new Cloud(driver, { name, clock, random })
  return {
    cloud,
    writtenSettings: resolved ? writtenSettings(resolved) : [],
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  }
}

const resolve = async (
  context: Context,
  { name, region, cloudsFile, signal = context.stop }: CloudChoice,
): Promise<ResolvedCloud> => {
  const { world } = context
  const sources = cloudSources(world)
  const resolved = await resolveCloud({
    ...sources,
    ...(cloudsFile ? { env: { OS_CLIENT_CONFIG_FILE: cloudsFile } } : {}),
    fetch: world.fetch,
    signal,
    ...(name ? { name } : {}),
    ...(region ? { region } : {}),
  })
  for (const warning of resolved.warnings) context.say(diagnosticText(warning, {}, context.messageColors))
  return resolved
}

/** Says which cloud did not let the user in, and how to see what was sent: Keystone itself tells nobody which half was wrong. */
const refusedLogin = (error: unknown, cloud: string): unknown => {
  if (!(error instanceof CloudError) || error.code !== 'unauthenticated') return error
  const { code, message, reason, requestId } = error
  return new CloudError(code, `${cloud}: ${message}`, {
    ...(reason === undefined ? {} : { reason }),
    ...(requestId === undefined ? {} : { requestId }),
    hint: `portolan cloud show ${cloud} --explain`,
    cause: error,
  })
}

const untilInterrupted = async <Result>(
  { drain, stop }: Context,
  until: AbortSignal = stop,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const interrupted = new AbortController()
  const release = onAbort(drain, () => interrupted.abort(drain.reason))
  try {
    return await work(AbortSignal.any([stop, until, interrupted.signal]))
  } finally {
    release()
  }
}

const openStackChoice = (
  context: Context,
  { name, config, forceIpv4 }: ResolvedCloud,
  signal: AbortSignal,
  onExchange: ((exchange: Exchange) => void) | undefined,
): DriverChoice => ({
  kind: 'openstack',
  options: {
    values: { ...config, force_ipv4: forceIpv4 },
    clock: context.world.clock,
    random: context.world.random,
    signal,
    ...(onExchange ? { onExchange } : {}),
    onWarning: (warning) => context.say(`${context.messageColors.yellow('warning')}: ${name}: ${warning}`),
  },
})

/** The SDK finds credentials and AWS_ENDPOINT_URL by itself. */
const awsChoice = (region: string): DriverChoice => ({ kind: 'aws', options: { region } })

const writtenSettings = ({ provenance }: ResolvedCloud): readonly string[] =>
  [...provenance].filter(([, { kind }]) => kind === 'file' || kind === 'variable').map(([path]) => path)
