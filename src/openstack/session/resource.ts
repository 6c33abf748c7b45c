import { type ZodType, z } from 'zod'
import { CloudError } from '../../model/cloud-error.ts'
import type { MicroversionRange } from './negotiate.ts'
import { items, pages } from './pages.ts'
import type { Query, ServiceClient } from './service-client.ts'
import { path } from './service-client.ts'
import type { SessionCall } from './session-call.ts'

/** How a service spells one kind of resource. */
export interface ResourceShape<Answer extends ZodType> {
  /** The list's name in an answer, such as `networks`, and with `-` for `_` its path. */
  readonly collection: string
  /** The path, where it is not the collection's name. */
  readonly path?: string
  /** What the lists are asked from, where that is another path: `/servers/detail`. */
  readonly listPath?: string
  /** The name of one in requests and answers, such as `network`. */
  readonly member: string
  readonly answer: Answer
  readonly microversions?: MicroversionRange
}

/** The requests that every resource has. */
export interface Resource<Answer extends ZodType, Create, Update> {
  /** Page after page, each asked for when the one before was read. */
  pages(service: ServiceClient, query: Query, call: SessionCall): AsyncIterable<z.output<Answer>[]>
  list(service: ServiceClient, query: Query, call: SessionCall): AsyncIterable<z.output<Answer>>
  get(service: ServiceClient, id: string, call: SessionCall): Promise<z.output<Answer>>
  create(service: ServiceClient, body: Create, call: SessionCall): Promise<z.output<Answer>>
  update(service: ServiceClient, id: string, body: Update, call: SessionCall): Promise<z.output<Answer>>
  /** Resolves also when there is nothing of that id. */
  delete(service: ServiceClient, id: string, call: SessionCall): Promise<void>
}

/** The requests of one kind of resource, from how it is spelled. */
export const resource = <Answer extends ZodType, Create = never, Update = never>({
  collection,
  member,
  answer,
  microversions,
  listPath,
  path: ownPath,
}: ResourceShape<Answer>): Resource<Answer, Create, Update> => {
  const base = ownPath ?? `/${collection.replaceAll('_', '-')}`
  const wrapped = z.looseObject({ [member]: answer })
  const one = async (
    service: ServiceClient,
    request: Parameters<ServiceClient['ask']>[1],
  ): Promise<z.output<Answer>> => {
    const found = (await service.ask(wrapped, { ...request, microversions })) as Record<string, unknown>
    return found[member] as z.output<Answer>
  }
  const listed = (query: Query, { signal }: SessionCall) => ({
    path: listPath ?? base,
    key: collection,
    item: answer,
    query,
    microversions,
    signal,
  })
  return {
    pages: (service, query, call) => orUnknown(service, base, pages(service, listed(query, call))),
    list: (service, query, call) => orUnknown(service, base, items(service, listed(query, call))),
    get: (service, id, { signal }) => one(service, { method: 'GET', path: base + path`/${id}`, signal }),
    create: (service, body, { signal }) =>
      one(service, { method: 'POST', path: base, json: { [member]: body }, signal }),
    update: (service, id, body, { signal }) =>
      one(service, { method: 'PUT', path: base + path`/${id}`, json: { [member]: body }, signal }),
    delete: (service, id, { signal }) =>
      unlessGone(service.request({ method: 'DELETE', path: base + path`/${id}`, microversions, signal })),
  }
}

/** A collection that is not there is something that the service does not offer; what is in it may well exist. */
async function* orUnknown<Item>(
  { name }: ServiceClient,
  base: string,
  answers: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  try {
    yield* answers
  } catch (error) {
    if (!(error instanceof CloudError) || error.code !== 'not_found') throw error
    throw new CloudError('unsupported', `${name}: ${base} is not offered here: ${error.message}`, { cause: error })
  }
}

/** Resolves when the request does, and when what it is about is not there. */
export const unlessGone = async (request: Promise<unknown>): Promise<void> => {
  try {
    await request
  } catch (error) {
    if (!(error instanceof CloudError) || error.code !== 'not_found') throw error
  }
}
