import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import type { Clock } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Fetch } from '../http/fetch.ts'
import { sendBy } from '../http/send-by.ts'
import type { Transport } from '../http/transport.ts'
import { openTransport } from '../http/transport.ts'
import type { Session } from './session.ts'
import { openSession } from './session.ts'
import type { CloudValues, SessionSettings } from './session-settings.ts'
import { sessionSettings } from './session-settings.ts'

export interface CloudSessionOptions {
  /** One cloud's values from clouds.yaml and its companions, merged. */
  readonly values: CloudValues
  /** Instead of connections of its own: then the values' TLS keys have no effect. */
  readonly fetch?: Fetch
  readonly clock?: Clock
  readonly random?: Random
  readonly signal?: AbortSignal
  readonly onExchange?: (exchange: Exchange) => void
  /** Hears what is allowed but not safe: unverified certificates, plain HTTP to another machine. */
  readonly onWarning?: (warning: string) => void
  /** How often a request is sent at most, where it may be repeated and the values do not say; 3 when absent. */
  readonly attempts?: number
}

export interface CloudSession extends AsyncDisposable {
  readonly session: Session
  readonly settings: SessionSettings
}

/** A session with the cloud that those values describe. Nothing is asked of the cloud yet. Throws `invalid` for values that no one can mean. */
export const openCloudSession = async (options: CloudSessionOptions): Promise<CloudSession> => {
  const { values, fetch, clock, random, signal, onExchange, onWarning, attempts } = options
  const settings = sessionSettings(values)
  warn(settings, onWarning)
  const transport = fetch ? undefined : await transportFor(settings)
  const send = fetch ? sendBy(fetch) : (transport as Transport).send
  const session = openSession({
    authUrl: settings.authUrl,
    credentials: settings.credentials,
    service: settings.service,
    send,
    ...(clock ? { clock } : {}),
    ...(random ? { random } : {}),
    ...(signal ? { signal } : {}),
    ...(onExchange ? { onExchange } : {}),
    ...(attempts === undefined ? {} : { attempts }),
    ...(settings.apiTimeout ? { timeoutMs: settings.apiTimeout * 1000 } : {}),
  })
  return {
    session,
    settings,
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]()
      await transport?.[Symbol.asyncDispose]()
    },
  }
}

const warn = ({ authUrl, tls }: SessionSettings, onWarning: ((warning: string) => void) | undefined): void => {
  const { protocol, hostname, origin } = new URL(authUrl)
  if (protocol === 'https:' && !tls.verify)
    onWarning?.(
      `${origin} is not verified (verify: false): anyone on the way can read the password; set cacert instead`,
    )
  if (protocol === 'http:' && !/^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname))
    onWarning?.(`${origin} is plain http: anyone on the way can read the password`)
}

const transportFor = async ({ tls, forceIpv4 }: SessionSettings): Promise<Transport> => {
  const [ca, cert, key] = await Promise.all([pem('cacert', tls.cacert), pem('cert', tls.cert), pem('key', tls.key)])
  return openTransport({
    verify: tls.verify,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    // A client certificate's file often holds its key too.
    ...(key === undefined ? (cert?.includes('PRIVATE KEY') ? { key: cert } : {}) : { key }),
    ...(forceIpv4 ? { family: 4 as const } : {}),
  })
}

const pem = async (name: string, file: string | undefined): Promise<string | undefined> => {
  if (file === undefined) return undefined
  try {
    return await readFile(file.replace(/^~(?=\/)/, homedir()), 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new CloudError('invalid', `${name}: ${file} cannot be read (${why})`)
  }
}
