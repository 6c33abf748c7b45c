import { CloudError } from '../../model/cloud-error.ts'
import { accountListing, isSubdirectory, type ListedContainer } from '../../wire/openstack/object-storage/listing.ts'
import { unlessGone } from '../session/resource.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'
import { listing } from './listing.ts'
import { timeOf } from './object-headers.ts'

/** The path of a container. With a name that is empty, dots or has a slash in it, it would be another thing's: then this throws the code that it is given. */
export const containerPath = (name: string, code: 'invalid' | 'not_found' = 'not_found'): string => {
  if (isSegment(name) && !name.includes('/')) return path`/${name}`
  throw new CloudError(code, `no container can be named ${JSON.stringify(name)}`)
}

/** What a URL carries as it is: it resolves the dots of a path. */
export const isSegment = (name: string): boolean => !['', '.', '..'].includes(name)

/** In the order of their names: `GET /v1/{account}`. */
export async function* listContainers(store: ServiceClient, call: SessionCall): AsyncGenerator<ListedContainer> {
  for await (const item of listing(store, '', accountListing, {}, call)) if (!isSubdirectory(item)) yield item
}

/** What the headers of a container tell: `HEAD /v1/{account}/{container}`. */
export const headContainer = async (store: ServiceClient, name: string, { signal }: SessionCall) => {
  const { headers } = await store.request({ method: 'HEAD', path: containerPath(name), signal })
  const number = (header: string) => Number(headers.get(header) ?? Number.NaN)
  return {
    objectCount: number('x-container-object-count'),
    sizeBytes: number('x-container-bytes-used'),
    /** ISO 8601. */
    createdAt: timeOf(headers),
  }
}

/** Resolves also when it is there already. */
export const createContainer = async (store: ServiceClient, name: string, { signal }: SessionCall): Promise<void> => {
  await store.request({ method: 'PUT', path: containerPath(name, 'invalid'), signal })
}

/** Resolves also when there is none of that name. Fails with `conflict` while objects are in it. */
export const deleteContainer = (store: ServiceClient, name: string, { signal }: SessionCall): Promise<void> =>
  unlessGone(Promise.resolve().then(() => store.request({ method: 'DELETE', path: containerPath(name), signal })))
