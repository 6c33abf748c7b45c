import type { ZodType } from 'zod'
import {
  isSubdirectory,
  type ListedContainer,
  type ListedObject,
  type ListedSubdirectory,
} from '../../wire/openstack/object-storage/listing.ts'
import { readAnswer } from '../session/read-answer.ts'
import type { Query, ServiceClient } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** So many are asked for at once: a tenth of what Swift gives at most (openstack/swift `swift/common/constraints.py`, `CONTAINER_LISTING_LIMIT`). */
const pageSize = 1000

/**
 * The items of a listing, page after page, each asked for when the one before was read. Swift gives no links: the next page begins after the last name, and an
 * empty one is the end.
 */
export async function* listing<Item extends ListedContainer | ListedObject>(
  service: ServiceClient,
  path: string,
  schema: ZodType<Array<Item | ListedSubdirectory>>,
  { marker, ...query }: Query & { readonly marker?: string | undefined },
  { signal }: SessionCall,
): AsyncGenerator<Item | ListedSubdirectory> {
  for (let after = marker; ; ) {
    const asked = { ...query, format: 'json', limit: pageSize, ...(after === undefined ? {} : { marker: after }) }
    const { text, status } = await service.request({ method: 'GET', path, query: asked, signal })
    const page = status === 204 ? [] : readAnswer(service.name, `GET ${path}`, schema, text)
    yield* page
    const last = page.at(-1)
    if (last === undefined) return
    after = isSubdirectory(last) ? last.subdir : last.name
  }
}
