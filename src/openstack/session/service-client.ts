import pLimit from 'p-limit'
import type { ZodType, z } from 'zod'
import { CloudError } from '../../model/cloud-error.ts'
import type { Microversion } from '../../wire/openstack/microversion.ts'
import { formatMicroversion } from '../../wire/openstack/microversion.ts'
import type { Message, Reply } from '../http/exchange.ts'
import { orAborted } from '../http/or-aborted.ts'
import { Pace } from '../http/pace.ts'
import type { Endpoint } from './discover.ts'
import type { MicroversionRange } from './negotiate.ts'
import { negotiate } from './negotiate.ts'
import { readAnswer } from './read-answer.ts'
import type { ServiceSession } from './service-session.ts'
import type { ServiceName } from './service-type.ts'
import { serviceTypes } from './service-type.ts'
import type { SessionCall } from './session-call.ts'

/** Values of a query string; `undefined` is left out and a list is given once for each of its items. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

export interface ServiceRequest extends SessionCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the service's endpoint, beginning with a slash; built with `path`. */
  readonly path: string
  readonly query?: Query | undefined
  readonly json?: unknown
  /** More headers, their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
  /** The media type of `json` where it is another than `application/json`. */
  readonly type?: string
  readonly stream?: { readonly body: ReadableStream<Uint8Array>; readonly type: string }
  /** Leave the answer's body as a stream. */
  readonly streamed?: boolean
  readonly microversions?: MicroversionRange | undefined
  /** The token that the request is about, in `X-Subject-Token`. */
  readonly subjectToken?: string
}

export interface ServiceReply extends Reply {
  /** The microversion that was asked for. */
  readonly microversion?: Microversion
}

/** A path of a URL whose variable parts are encoded. */
export const path = (literals: TemplateStringsArray, ...parts: readonly string[]): string =>
  literals.reduce((text, literal, index) => text + encodeURIComponent(parts[index - 1] ?? '') + literal)

/** One service of one cloud, in one region. */
export class ServiceClient {
  readonly name: ServiceName
  readonly session: ServiceSession
  readonly #limit: ReturnType<typeof pLimit>
  readonly #pace: Pace | undefined
  readonly #find: () => Promise<Endpoint>
  #finding: Promise<Endpoint> | undefined
  #endpoint: Endpoint | undefined

  constructor(session: ServiceSession, name: ServiceName, concurrency: number, find: () => Promise<Endpoint>) {
    this.session = session
    this.name = name
    this.#limit = pLimit(concurrency)
    const { perSecond } = session.settingsOf(name)
    this.#pace = perSecond === undefined ? undefined : new Pace(perSecond, session.clock)
    this.#find = find
  }

  /** Where the service is and which microversions it speaks: found out once. */
  async endpoint({ signal }: SessionCall): Promise<Endpoint> {
    if (this.#endpoint) return this.#endpoint
    this.#finding ??= this.#find()
      .then((endpoint) => {
        this.#endpoint = endpoint
        return endpoint
      })
      .finally(() => {
        this.#finding = undefined
      })
    return orAborted(this.#finding, signal)
  }

  /** The microversion that a call of this range would speak. */
  async microversion(range: MicroversionRange, call: SessionCall): Promise<Microversion | undefined> {
    const { microversions } = await this.endpoint(call)
    return negotiate(this.name, range, microversions, this.session.settingsOf(this.name).microversion)
  }

  /** Throws `unsupported`, naming the feature, when the service is older than the microversion. */
  async requireMicroversion(floor: string, feature: string, call: SessionCall): Promise<void> {
    try {
      await this.microversion({ min: floor, max: floor }, call)
    } catch (error) {
      if (!(error instanceof CloudError) || error.code !== 'unsupported') throw error
      throw new CloudError('unsupported', `${feature}: ${error.message}`, { cause: error })
    }
  }

  /** The answer's JSON as the schema understands it. */
  async ask<Schema extends ZodType>(schema: Schema, request: ServiceRequest): Promise<z.output<Schema>> {
    const { text } = await this.request(request)
    return readAnswer(this.name, `${request.method} ${request.path}`, schema, text)
  }

  /** Sends with the session's token, and once more with a new one when the cloud no longer takes that. */
  request(request: ServiceRequest): Promise<ServiceReply> {
    request.signal.throwIfAborted()
    return this.#limit(async () => {
      await this.#pace?.turn(request.signal)
      return this.#request(request)
    })
  }

  async #request(request: ServiceRequest): Promise<ServiceReply> {
    const { session } = this
    const { url } = await this.endpoint(request)
    const microversion = request.microversions && (await this.microversion(request.microversions, request))
    for (let attempt = 1; ; attempt += 1) {
      const { token } = await session.authorization(request)
      const message = this.#message(url, token, microversion, request)
      try {
        const reply = await session.send(message, this.name, request)
        return microversion ? { ...reply, microversion } : reply
      } catch (error) {
        if (!(error instanceof CloudError) || error.code !== 'unauthenticated') throw error
        session.reject(token)
        if (attempt > 1 || request.stream) throw error
      }
    }
  }

  #message(
    url: string,
    token: string,
    microversion: Microversion | undefined,
    {
      method,
      path: below,
      query,
      json,
      type: jsonType = 'application/json',
      stream,
      streamed,
      subjectToken,
      headers,
    }: ServiceRequest,
  ): Message {
    const body = stream ? stream.body : json === undefined ? undefined : JSON.stringify(json)
    const type = stream ? stream.type : json === undefined ? undefined : jsonType
    return {
      method,
      url: url + below + queryString(query),
      headers: {
        'x-auth-token': token,
        accept: streamed ? 'application/octet-stream, application/json' : 'application/json',
        ...(subjectToken === undefined ? {} : { 'x-subject-token': subjectToken }),
        ...(type === undefined ? {} : { 'content-type': type }),
        ...(microversion ? this.#microversionHeaders(microversion) : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      ...(streamed ? { streamed } : {}),
    }
  }

  #microversionHeaders(microversion: Microversion): Record<string, string> {
    const { microversionWord: word, legacyMicroversionHeader: legacy } = serviceTypes[this.name] as {
      microversionWord?: string
      legacyMicroversionHeader?: string
    }
    const number = formatMicroversion(microversion)
    return {
      ...(word === undefined ? {} : { 'openstack-api-version': `${word} ${number}` }),
      ...(legacy === undefined ? {} : { [legacy.toLowerCase()]: number }),
    }
  }
}

const queryString = (query: Query | undefined): string => {
  if (query === undefined) return ''
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(name, String(item))
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
