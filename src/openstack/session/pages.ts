import { type ZodType, z } from 'zod'
import { CloudError } from '../../model/cloud-error.ts'
import type { MicroversionRange } from './negotiate.ts'
import { readAnswer } from './read-answer.ts'
import type { Query, ServiceClient } from './service-client.ts'
import type { SessionCall } from './session-call.ts'

export interface ListRequest<Item extends ZodType> extends SessionCall {
  readonly path: string
  /** The name of the list in the answer, such as `servers`. */
  readonly key: string
  readonly item: Item
  readonly query?: Query | undefined
  readonly microversions?: MicroversionRange | undefined
}

/**
 * The pages of a list, each asked for when the one before was read. Follows the services' `next` links: Nova's, Cinder's and Neutron's `<key>_links`,
 * Glance's `next`, Keystone's `links.next`. Of a link only the query is taken: its host may be one that nobody outside reaches.
 */
export async function* pages<Item extends ZodType>(
  service: ServiceClient,
  { path, key, item, query, microversions, signal }: ListRequest<Item>,
): AsyncGenerator<z.output<Item>[]> {
  const page = z.looseObject({ [key]: z.array(item) })
  let asked: Query | undefined = query
  let before: string | undefined
  for (;;) {
    const { text } = await service.request({ method: 'GET', path, query: asked, microversions, signal })
    const answer = readAnswer(service.name, `GET ${path}`, page, text) as Record<string, unknown>
    const items = answer[key] as z.output<Item>[]
    if (items.length > 0) yield items
    const next = nextLink(answer, key)
    if (next === undefined || items.length === 0) return
    const search = /\?(.*)$/.exec(next)?.[1] ?? ''
    if (search === before || search === '')
      throw new CloudError('internal', `${service.name}: the next page of ${path} is the same page again`)
    before = search
    asked = parseQuery(search)
  }
}

/** The items of a list, lazily. */
export async function* items<Item extends ZodType>(
  service: ServiceClient,
  request: ListRequest<Item>,
): AsyncGenerator<z.output<Item>> {
  for await (const page of pages(service, request)) yield* page
}

const parseQuery = (search: string): Query => {
  const query: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(search)) {
    const values = query[name] ?? []
    query[name] = [...values, value]
  }
  return query
}

const nextLink = (answer: Record<string, unknown>, key: string): string | undefined => {
  const links = answer[`${key}_links`]
  if (Array.isArray(links)) {
    const next = links.find((link): link is { href: string } => link?.rel === 'next' && typeof link.href === 'string')
    return next?.href
  }
  if (typeof answer.next === 'string') return answer.next
  const { links: keystone } = answer as { links?: { next?: unknown } }
  return typeof keystone?.next === 'string' ? keystone.next : undefined
}
