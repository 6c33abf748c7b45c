import type { Context } from 'hono'
import { type ZodType, z } from 'zod'
import { CloudError } from '../../../model/cloud-error.ts'
import type { Introduced } from '../../../wire/openstack/compute/introduced.ts'
import { unknownField } from '../../../wire/openstack/compute/introduced.ts'
import type { Microversion } from '../../../wire/openstack/microversion.ts'
import { isAtLeast } from '../../../wire/openstack/microversion.ts'
import { jsonText } from '../kernel/json-text.ts'
import { projectOf } from '../kernel/policy.ts'
import { checkJson, readJson } from '../kernel/read-json.ts'
import type { Authorization, ServiceEnv } from '../kernel/service.ts'

/** One request to Nova, as its handlers see it. */
export class ComputeCall {
  readonly context: Context<ServiceEnv>
  readonly caller: Authorization
  readonly microversion: Microversion
  /** What links to this version of the API start with, such as `http://127.0.0.1:5000/compute/v2.1`. */
  readonly self: string
  /** What links without a version start with, such as `http://127.0.0.1:5000/compute`. */
  readonly bookmark: string
  readonly #isLegacy: boolean

  constructor(context: Context<ServiceEnv>, bookmark: string, version: string) {
    this.context = context
    this.caller = context.get('authorization')
    this.microversion = context.get('microversion')
    this.self = `${bookmark}/${version}`
    this.bookmark = bookmark
    this.#isLegacy = version === 'v2'
  }

  /** What everything of this site starts with, such as `http://127.0.0.1:5000`. */
  get origin(): string {
    return this.bookmark.slice(0, -'/compute'.length)
  }

  get requestId(): string {
    return this.context.get('requestId')
  }

  /** The project that the token is scoped to. */
  get projectId(): string {
    return projectOf(this.caller)
  }

  /** True when the caller asked for this microversion or a newer one. */
  at(floor: string): boolean {
    return isAtLeast(this.microversion, floor)
  }

  param(name: string): string {
    return this.context.req.param(name) ?? ''
  }

  query(name: string): string | undefined {
    return this.context.req.query(name)
  }

  /** The body, checked. Throws `invalid` as Nova's validation does. */
  async read<Schema extends ZodType>(schema: Schema): Promise<z.output<Schema>> {
    return this.check(schema, await readJson(this.context, z.unknown()))
  }

  /** A value that was read already, checked the same way. v2 lets fields pass that it does not know (openstack/nova `nova/api/validation`). */
  check<Schema extends ZodType>(schema: Schema, value: unknown): z.output<Schema> {
    return checkJson(schema, this.#isLegacy ? withoutUnknown(schema, value) : value)
  }

  /** Throws `invalid` for a field that this microversion does not know. */
  refuseUnknown(body: object, fields: Introduced): void {
    const field = unknownField(body, fields, this.microversion)
    if (field !== undefined)
      throw new CloudError('invalid', `Additional properties are not allowed ('${field}' was unexpected)`, {
        reason: 'ValidationError',
      })
  }

  json(body: object, status: 200 | 201 | 202 = 200, headers: Readonly<Record<string, string>> = {}): Response {
    return this.context.json(body, status, { ...headers })
  }

  /** Text that is JSON already. */
  text(json: string): Response {
    return jsonText(this.context, json)
  }

  empty(status: 201 | 202 | 204, headers: Readonly<Record<string, string>> = {}): Response {
    return this.context.body(null, status, { ...headers })
  }

  /** A resource's links, as Nova writes them. */
  links(collection: string, id: string): ReadonlyArray<{ readonly rel: string; readonly href: string }> {
    return [
      { rel: 'self', href: `${this.self}/${collection}/${id}` },
      { rel: 'bookmark', href: `${this.bookmark}/${collection}/${id}` },
    ]
  }

  /** The link to the next page of a collection: this request's own query with another marker. */
  nextLink(collection: string, marker: string): ReadonlyArray<{ readonly rel: 'next'; readonly href: string }> {
    const query = new URL(this.context.req.url).searchParams
    query.set('marker', marker)
    query.sort()
    return [{ rel: 'next', href: `${this.self}/${collection}?${query}` }]
  }
}

const withoutUnknown = (schema: ZodType, value: unknown): unknown => {
  const copy: unknown = structuredClone(value)
  for (const issue of schema.safeParse(copy).error?.issues ?? []) {
    if (issue.code !== 'unrecognized_keys') continue
    let parent = copy
    for (const step of issue.path) parent = (parent as Record<PropertyKey, unknown>)[step]
    for (const key of issue.keys) delete (parent as Record<string, unknown>)[key]
  }
  return copy
}
