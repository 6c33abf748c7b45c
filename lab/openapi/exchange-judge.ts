import type { ObservedExchange } from '../../src/embedded/observed-exchange.ts'
import { formatMicroversion, type Microversion, parseMicroversion } from '../../src/wire/openstack/microversion.ts'
import { type DescribedService, describedServices, pathBelow } from './described-services.ts'
import type { DescribedHeader, DescribedOperation, Description, Schema } from './description.ts'
import { readDescription } from './description.ts'
import { faultForms } from './fault-forms.ts'
import { type FoundOperation, operationFinder } from './find-operation.ts'
import { holdsAt } from './microversion-extent.ts'
import { type Point, schemaAt } from './schema-at.ts'
import { type Compare, type Difference, schemaCompiler } from './schema-validator.ts'

/** What became of one exchange before the judge. */
export interface Verdict {
  /** The official service type; absent where no described service answers at the path. */
  readonly service?: string
  /** `POST /v2.1/servers/{id}/action reboot`; the exchange's own method and path where none is described. */
  readonly operation: string
  readonly microversion?: string
  readonly status: number
  /** Empty when the answer is as described. */
  readonly deviations: readonly Difference[]
  /** Why there was nothing to compare the answer, or its body, with. */
  readonly undescribed?: string
}

/** What a described operation takes and answers at one microversion. */
export interface OperationAt {
  readonly found: FoundOperation
  readonly microversion: Microversion
  readonly action?: string
}

/** Judges exchanges by the descriptions in a folder, each of which is read when the first exchange of its service comes. */
export class ExchangeJudge {
  readonly #folder: string
  readonly #services = new Map<string, JudgedService>()

  constructor(folder: string) {
    this.#folder = folder
  }

  judge(exchange: ObservedExchange): Verdict {
    const { method, path, answer } = exchange
    const [pathname = ''] = path.split('?')
    const described = serviceAt(pathname)
    if (!described)
      return {
        operation: `${method} ${pathname}`,
        status: answer.status,
        deviations: [],
        undescribed: 'no description of the service',
      }
    return this.service(described).judge(exchange, pathBelow(described, pathname))
  }

  /** One service's description, ready to be asked. */
  service(described: DescribedService): JudgedService {
    const known = this.#services.get(described.type)
    if (known) return known
    const service = new JudgedService(described, readDescription(this.#folder, described.file))
    this.#services.set(described.type, service)
    return service
  }
}

/** The described service that answers at a path of the front. */
export const serviceAt = (pathname: string): DescribedService | undefined =>
  describedServices.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`))

/** One service and its description, with what was compiled of it so far. */
export class JudgedService {
  readonly described: DescribedService
  readonly description: Description
  readonly #find: (method: string, path: string) => FoundOperation
  readonly #compile = schemaCompiler()
  readonly #compiled = new Map<string, Compare | undefined>()
  /** By the schema itself: most microversions change nothing of most operations. */
  readonly #bySchema = new Map<string, Compare>()
  /** What services without microversions are described at. */
  readonly newest: Microversion

  constructor(described: DescribedService, description: Description) {
    this.described = described
    this.description = description
    this.#find = operationFinder(description)
    this.newest = parseMicroversion(description.info.version.replace(/^v/, '')) ?? { major: 1, minor: 0 }
  }

  judge({ method, request, answer }: ObservedExchange, path: string): Verdict {
    const microversion = this.#microversionOf(answer.headers, path)
    const { found, action, name } = this.find(method, path, request.body)
    const verdict = {
      service: this.described.type,
      operation: name,
      microversion: formatMicroversion(microversion),
      status: answer.status,
    }
    if (answer.status >= 400) return { ...verdict, deviations: this.#faultDeviations(found, answer) }
    if ('missing' in found) return { ...verdict, deviations: [], undescribed: found.missing }
    const { operation } = found
    if (!holdsAt(operation['x-openstack'], microversion))
      return {
        ...verdict,
        deviations: [
          {
            at: '',
            keyword: 'microversion',
            message: 'is not described here',
            found: formatMicroversion(microversion),
          },
        ],
      }
    const point: Point = { microversion, ...(action === undefined ? {} : { action }) }
    const wrongStatus = this.#statusDeviation(operation, answer.status, point)
    const schema = answerSchema(operation, answer.status)
    const headers = this.#headerDeviations(operation, answer, microversion)
    const beside = [...wrongStatus, ...headers]
    const hasBody = answer.body !== undefined
    if (answer.omitted === 'too large')
      return { ...verdict, deviations: beside, undescribed: 'a body too large to keep' }
    const compare = schema && this.#comparison(`${name} answer`, schema, point)
    if (!compare)
      return hasBody
        ? { ...verdict, deviations: beside, undescribed: 'no schema of this body' }
        : { ...verdict, deviations: beside }
    if (!hasBody) {
      const bodiless = method === 'HEAD' || [202, 204, 300].includes(answer.status) || answer.omitted === 'not JSON'
      return {
        ...verdict,
        deviations: bodiless
          ? beside
          : [...beside, { at: '', keyword: 'body', message: 'is missing', found: String(answer.status) }],
      }
    }
    return { ...verdict, deviations: [...beside, ...compare(answer.body)] }
  }

  /** The operation that a request asks for, and the action where its body names one. */
  find(
    method: string,
    path: string,
    body: unknown,
  ): { readonly found: FoundOperation; readonly action?: string; readonly name: string } {
    const found = this.#find(method, describedPath(this.described, path))
    if ('missing' in found) return { found, name: `${method} ${path}` }
    const action = /\/action$/.test(found.template) && method === 'POST' ? soleKey(body) : undefined
    return {
      found,
      ...(action === undefined ? {} : { action }),
      name: `${method} ${found.template}${action === undefined ? '' : ` ${action}`}`,
    }
  }

  /** How a request's body differs from what the operation takes; undefined where it says nothing of a body. */
  requestComparison(name: string, operation: DescribedOperation, point: Point): Compare | undefined {
    const schema = jsonSchema(operation.requestBody?.content)
    return schema && this.#comparison(`${name} request`, schema, point)
  }

  #comparison(name: string, schema: Schema, point: Point): Compare | undefined {
    const key = `${name} ${formatMicroversion(point.microversion)} ${point.action ?? ''}`
    if (!this.#compiled.has(key)) {
      const here = schemaAt(this.description, schema, point)
      this.#compiled.set(key, here && this.#comparisonWith(here))
    }
    return this.#compiled.get(key)
  }

  #comparisonWith(schema: Schema): Compare {
    const text = JSON.stringify(schema)
    const known = this.#bySchema.get(text) ?? this.#compile(schema)
    this.#bySchema.set(text, known)
    return known
  }

  #microversionOf(headers: Readonly<Record<string, string>>, path: string): Microversion {
    const { microversionWord, lowest } = this.described
    if (microversionWord === undefined || lowest === undefined) return this.newest
    // Nova's /v2 is its API of before microversions, which the description has as 2.0.
    if (this.described.type === 'compute' && /^\/v2(\/|$)/.test(path)) return { major: 2, minor: 0 }
    const told = headers['openstack-api-version']?.replace(microversionWord, '').trim()
    return parseMicroversion(told ?? lowest) ?? this.newest
  }

  #statusDeviation(operation: DescribedOperation, status: number, point: Point): readonly Difference[] {
    const told = describedStatuses(operation, this.#actionText(operation, point))
    if (told.has(status)) return []
    return [
      {
        at: '',
        keyword: 'status',
        message: `is none of ${[...told].filter((code) => code < 400).join(', ')}`,
        found: String(status),
      },
    ]
  }

  /** Headers that the answer has must be as described; those that every answer has must be there. */
  #headerDeviations(
    { responses }: DescribedOperation,
    { status, headers }: ObservedExchange['answer'],
    microversion: Microversion,
  ): readonly Difference[] {
    return Object.entries(responses[status]?.headers ?? {}).flatMap(([name, told]) => {
      const at = `header ${name}`
      const { required = false, schema } = this.#header(told)
      const text = headers[name.toLowerCase()]
      if (text === undefined)
        return required ? [{ at, keyword: 'required', message: 'is missing', found: 'nothing' }] : []
      const compare = schema && this.#comparison(at, schema, { microversion })
      return (compare?.(headerValue(text, schema)) ?? []).map((difference) => ({ ...difference, at }))
    })
  }

  #header(told: DescribedHeader): DescribedHeader {
    if (told.$ref === undefined) return told
    return this.description.components.headers?.[told.$ref.slice(told.$ref.lastIndexOf('/') + 1)] ?? {}
  }

  #actionText(operation: DescribedOperation, point: Point): string {
    const schema = jsonSchema(operation.requestBody?.content)
    const alternatives = (schema?.oneOf ?? []) as readonly Schema[]
    return alternatives.map((each) => String(schemaAt(this.description, each, point)?.description ?? '')).join('\n\n')
  }

  #faultDeviations(found: FoundOperation, answer: ObservedExchange['answer']): readonly Difference[] {
    const form = faultForms[this.described.type]
    if (answer.status >= 500 && answer.status !== 501 && answer.status !== 503)
      return [{ at: '', keyword: 'status', message: 'is a failure of the front', found: String(answer.status) }]
    if (!form || answer.body === undefined) {
      const fits = !form || (answer.omitted === undefined && !('missing' in found))
      return fits
        ? []
        : [
            {
              at: '',
              keyword: 'fault',
              message: 'has not the form of the service’s faults',
              found: String(answer.omitted),
            },
          ]
    }
    const compare = this.#comparison('a fault', form, { microversion: this.newest })
    return compare?.(answer.body) ?? []
  }
}

/** The path as the description has it: Nova's under v2.1, with no project in it. */
const describedPath = ({ type }: DescribedService, path: string): string =>
  type === 'compute' ? path.replace(/^\/v2(?:\.1)?(?=\/|$)(\/[0-9a-f]{32}(?=\/))?/, '/v2.1') : path

const soleKey = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null ? Object.keys(body)[0] : undefined

const jsonSchema = (content: Readonly<Record<string, { readonly schema?: Schema }>> | undefined): Schema | undefined =>
  Object.entries(content ?? {}).find(([type]) => type.includes('json'))?.[1].schema

/** The schema of this status, else of another good one: the generator has 201 or 200 where a decorator does not say which. */
const answerSchema = ({ responses }: DescribedOperation, status: number): Schema | undefined => {
  const own = jsonSchema(responses[status]?.content)
  if (own || status >= 300) return own
  return Object.entries(responses)
    .filter(([code]) => code.startsWith('2'))
    .map(([, { content }]) => jsonSchema(content))
    .find((schema) => schema !== undefined)
}

/** The statuses under `responses` and those that the text names: it comes from the api-ref, which people wrote. */
const describedStatuses = (
  { responses, description = '' }: DescribedOperation,
  actionText: string,
): ReadonlySet<number> => {
  const codes = new Set(Object.keys(responses).map(Number))
  const paragraphs = `${description}\n\n${actionText}`.split(/\n\s*\n/)
  for (const paragraph of paragraphs)
    if (/^(normal|error) response codes?/i.test(paragraph.trim()))
      for (const [code] of paragraph.matchAll(/\b[1-5]\d\d\b/g)) codes.add(Number(code))
  return codes
}

/** A header's text as the type that its schema has. */
const headerValue = (text: string, schema: Schema | undefined): unknown => {
  if (schema?.type === 'integer' || schema?.type === 'number') return Number(text)
  return schema?.type === 'boolean' && /^(true|false)$/i.test(text) ? /^true$/i.test(text) : text
}
