import type { Clock } from '../../lib/clock.ts'
import { systemClock } from '../../lib/clock.ts'
import { onAbort } from '../../lib/on-abort.ts'
import type { Random } from '../../lib/random.ts'
import { systemRandom } from '../../lib/random.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { parseVersionDocument } from '../../wire/openstack/version-document.ts'
import type { Exchange, Message, Reply } from '../http/exchange.ts'
import { exchange } from '../http/exchange.ts'
import { faultOf } from '../http/fault.ts'
import { orAborted } from '../http/or-aborted.ts'
import { isIdempotent, persist } from '../http/persist.ts'
import { Redactor } from '../http/redactor.ts'
import type { Send } from '../http/send.ts'
import { authenticate } from '../identity/authenticate.ts'
import type { Credentials } from '../identity/credentials.ts'
import type { Authorization } from './authorization.ts'
import { endpointFor, onlyRegion, regionsOf } from './catalog.ts'
import { discover } from './discover.ts'
import { ServiceClient } from './service-client.ts'
import type { ServiceSession } from './service-session.ts'
import type { ServiceName } from './service-type.ts'
import { serviceTypes } from './service-type.ts'
import type { SessionCall } from './session-call.ts'
import type { ServiceSettings } from './session-settings.ts'

export interface SessionOptions {
  /** Any form of Keystone's address: with `/v3`, with another version or without. */
  readonly authUrl: string
  readonly credentials: Credentials
  readonly send: Send
  readonly service?: (name: ServiceName) => ServiceSettings
  readonly clock?: Clock
  readonly random?: Random
  /** Ends everything that the session does. */
  readonly signal?: AbortSignal
  /** Hears of every request that ended, without secrets. */
  readonly onExchange?: (exchange: Exchange) => void
  /** Milliseconds for one answer; 60,000 when absent. */
  readonly timeoutMs?: number
  /** The most bytes that are read of an answer which is not a stream; 64 MiB when absent. */
  readonly bodyLimit?: number
  /** How often a request is sent at most, where it may be repeated and the service's settings do not say; 3 when absent. */
  readonly attempts?: number
  /** The longest wait that the cloud may ask for, in milliseconds; 60,000 when absent. */
  readonly longestWaitMs?: number
}

/**
 * One user's way into one cloud. Logs in on first use, once for all who ask at the same time, and again before the token expires or when the cloud no
 * longer takes it. No error, and nothing that `onExchange` hears, holds a password, a secret or a token.
 */
export class Session implements ServiceSession, AsyncDisposable {
  readonly #options: SessionOptions
  readonly #redactor = new Redactor()
  readonly #closing = new AbortController()
  readonly #services = new Map<ServiceName, ServiceClient>()
  #identityUrl: Promise<string> | undefined
  #current: Authorization | undefined
  #login: Promise<Authorization> | undefined
  readonly #release: (() => void) | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    const { identity } = options.credentials
    this.#redactor.hide(
      identity.method === 'password'
        ? identity.password
        : identity.method === 'token'
          ? identity.token
          : identity.secret,
    )
    const { signal } = options
    if (signal) this.#release = onAbort(signal, () => this.#closing.abort(signal.reason))
  }

  /** The token in use: a new one when the last is about to expire. */
  async authorization({ signal }: SessionCall): Promise<Authorization> {
    signal.throwIfAborted()
    if (this.#current && this.clock.now() < this.#current.renewAt) return this.#current
    this.#login ??= this.#authenticate().finally(() => {
      this.#login = undefined
    })
    return orAborted(this.#login, signal)
  }

  /** The cloud did not take this token: the next request logs in again, unless another one did already. */
  reject(token: string): void {
    if (this.#current?.token === token) this.#current = undefined
  }

  /** A service of the cloud's; undefined when the catalog does not have it in this region. */
  async service(name: ServiceName, call: SessionCall): Promise<ServiceClient | undefined> {
    const known = this.#services.get(name)
    if (known) return known
    if ((await this.#given(name, call)) === undefined) return undefined
    const client = this.#services.get(name) ?? this.#client(name)
    this.#services.set(name, client)
    return client
  }

  /** Like `service`, but throws `unsupported`, naming the service, when the catalog does not have it. */
  async need(name: ServiceName, call: SessionCall): Promise<ServiceClient> {
    const client = await this.service(name, call)
    if (client) return client
    const { region, interface: face } = this.settingsOf(name)
    const { catalog, project } = await this.authorization(call)
    const regions = regionsOf(catalog)
    if (region !== undefined && regions.length > 0 && !regions.includes(region))
      throw new CloudError('invalid', `this cloud has no region ${region}`, {
        hint: `its regions are ${regions.join(', ')}; upper and lower case matter`,
      })
    throw new CloudError(
      'unsupported',
      `the catalog has no ${face} endpoint of ${name}${region === undefined ? '' : ` in ${region}`}`,
      project ? {} : { hint: 'the token is not of a project: set auth.project_name or auth.project_id' },
    )
  }

  /** The regions that the catalog names. */
  async regions(call: SessionCall): Promise<readonly string[]> {
    return regionsOf((await this.authorization(call)).catalog)
  }

  /** The region that a service is used in: as configured, else the catalog's only one. Throws `invalid` when that is not clear. */
  async region(call: SessionCall, name: ServiceName = 'compute'): Promise<string | undefined> {
    return this.settingsOf(name).region ?? onlyRegion((await this.authorization(call)).catalog, serviceTypes.compute)
  }

  settingsOf(name: ServiceName): ServiceSettings {
    return this.#options.service?.(name) ?? { interface: 'public', concurrency: 16 }
  }

  get clock(): Clock {
    return this.#options.clock ?? systemClock
  }

  /** Sends one message, repeated where that is safe, and gives the answer when it is below 300. Throws the service's error else. */
  async send(message: Message, service: ServiceName, { signal }: SessionCall): Promise<Reply> {
    const { random = systemRandom, longestWaitMs = 60_000, attempts = 3 } = this.#options
    const { retries } = this.settingsOf(service)
    const streams = message.body instanceof ReadableStream
    return persist(
      {
        clock: this.clock,
        random,
        longestWaitMs,
        attempts: streams ? 1 : retries === undefined ? attempts : retries + 1,
      },
      message.repeatable ?? isIdempotent(message.method),
      async () => {
        const reply = await this.#exchange(message, signal, service)
        if (reply.status < 300) return reply
        throw this.#clean(faultOf(reply, service, this.clock.now()), reply, message.url)
      },
      signal,
    )
  }

  /** Ends what is under way; later calls fail. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#release?.()
    this.#closing.abort(new CloudError('canceled', 'the session is closed'))
    await this.#login?.catch(() => {})
  }

  #client(name: ServiceName): ServiceClient {
    const type = serviceTypes[name]
    return new ServiceClient(this, name, this.settingsOf(name).concurrency, async () => {
      const call = { signal: this.#closing.signal }
      const given = await this.#given(name, call)
      if (given === undefined) throw new CloudError('unsupported', `the catalog no longer has ${name}`)
      const { token, project } = await this.authorization(call)
      return discover(given, type, project?.id, (url) =>
        this.#readVersions(url, call, sameOrigin(url, given) ? { 'x-auth-token': token } : {}),
      )
    })
  }

  /** What the configuration or the catalog says is the service's endpoint. */
  async #given(name: ServiceName, call: SessionCall): Promise<string | undefined> {
    const { catalog, project } = await this.authorization(call)
    const settings = this.settingsOf(name)
    if (settings.endpoint !== undefined)
      return settings.endpoint.replaceAll(/[%$]\((?:project|tenant)_id\)s/g, project?.id ?? '')
    const region = await this.region(call, name)
    const found = endpointFor(catalog, serviceTypes[name], { ...settings, ...(region === undefined ? {} : { region }) })
    // The place where one logged in is an endpoint of Keystone's, whatever the catalog says.
    return found ?? (name === 'identity' ? await this.#identity() : undefined)
  }

  async #authenticate(): Promise<Authorization> {
    const { credentials } = this.#options
    const call = { signal: this.#closing.signal }
    const url = await this.#identity()
    const before = this.#current
    const authorization = await authenticate(
      url,
      credentials,
      (message) => this.send(message, 'identity', call),
      () => this.clock.now(),
    )
    // The old token may still be under way in requests, so it stays a secret until the one after it is there.
    this.#redactor.hide(authorization.token)
    if (before && before.expiresAt < this.clock.now()) this.#redactor.forget(before.token)
    this.#current = authorization
    return authorization
  }

  #identity(): Promise<string> {
    this.#identityUrl ??= discover(this.#options.authUrl, serviceTypes.identity, undefined, (url) =>
      this.#readVersions(url, { signal: this.#closing.signal }, {}),
    ).then(
      ({ url }) => url,
      (error) => {
        this.#identityUrl = undefined
        throw error
      },
    )
    return this.#identityUrl
  }

  /** The document at a URL; undefined when there is something else. Fails when the host cannot be reached. */
  async #readVersions(url: string, { signal }: SessionCall, headers: Readonly<Record<string, string>>) {
    const { random = systemRandom, longestWaitMs = 60_000, attempts = 3 } = this.#options
    const message: Message = { method: 'GET', url, headers: { accept: 'application/json', ...headers } }
    const read = async (from: string) => {
      const reply = await this.#exchange({ ...message, url: from }, signal)
      if (reply.status < 502 && reply.status !== 429) return reply
      throw this.#clean(faultOf(reply, 'version discovery', this.clock.now()), reply, from)
    }
    return persist(
      { clock: this.clock, random, attempts, longestWaitMs },
      true,
      async () => {
        let reply = await read(url)
        const location = reply.headers.get('location')
        if (reply.status > 300 && reply.status < 400 && location && URL.canParse(location, url)) {
          const target = new URL(location, url)
          if (target.origin === new URL(url).origin) reply = await read(target.href)
        }
        if (reply.status > 300) return undefined
        try {
          return parseVersionDocument(JSON.parse(reply.text))
        } catch {
          return undefined
        }
      },
      signal,
    )
  }

  #exchange(message: Message, signal: AbortSignal, service?: ServiceName): Promise<Reply> {
    const { send, onExchange, timeoutMs = 60_000, bodyLimit = 67_108_864 } = this.#options
    return exchange(
      { service, send, clock: this.clock, redactor: this.#redactor, onExchange, timeoutMs, bodyLimit },
      message,
      signal,
      this.#closing.signal,
    )
  }

  #clean(error: CloudError, reply: Reply, url: string): CloudError {
    const { code, message, reason, requestId, retryAfterMs } = error
    const location = reply.headers.get('location')
    const moved = reply.status > 300 && reply.status < 400 && location ? new URL(location, url) : undefined
    const text = moved ? `${message}: ${new URL(url).origin} redirects to ${moved.origin}${moved.pathname}` : message
    return new CloudError(code, this.#redactor.clean(text), {
      ...(reason === undefined ? {} : { reason: this.#redactor.clean(reason) }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  }
}

/** A session that logs in on first use. */
export const openSession = (options: SessionOptions): Session => new Session(options)

const sameOrigin = (a: string, b: string): boolean => new URL(a).origin === new URL(b).origin
