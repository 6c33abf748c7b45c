import { CloudError } from '../../model/cloud-error.ts'
import {
  containerListing,
  type ListedObject,
  type ListedSubdirectory,
} from '../../wire/openstack/object-storage/listing.ts'
import { unlessGone } from '../session/resource.ts'
import type { Query, ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'
import { containerPath, isSegment } from './containers.ts'
import { listing } from './listing.ts'
import { attributeHeaders, type ObjectAttributes, type ObjectHead, objectHeadOf } from './object-headers.ts'

/** Where an object is. */
export interface ObjectPlace {
  readonly container: string
  readonly name: string
}

/** The path of an object: its name is one segment, its slashes encoded, so that nothing on the way takes `a/../b` for `b`. */
const objectPath = ({ container, name }: ObjectPlace, code: 'invalid' | 'not_found' = 'not_found'): string => {
  if (!isSegment(name)) throw new CloudError(code, `no object can be named ${JSON.stringify(name)}`)
  return containerPath(container) + path`/${name}`
}

/** Objects, and for what names have in common up to a delimiter `subdir`: `GET /v1/{account}/{container}`. */
export async function* listObjects(
  store: ServiceClient,
  container: string,
  query: Query & { readonly marker?: string | undefined },
  call: SessionCall,
): AsyncGenerator<ListedObject | ListedSubdirectory> {
  yield* listing(store, containerPath(container), containerListing, query, call)
}

/** `HEAD /v1/{account}/{container}/{object}`. */
export const headObject = async (
  store: ServiceClient,
  place: ObjectPlace,
  { signal }: SessionCall,
): Promise<ObjectHead> =>
  objectHeadOf((await store.request({ method: 'HEAD', path: objectPath(place), signal })).headers)

/**
 * Streams an object's data in: `PUT /v1/{account}/{container}/{object}`. Fails with `invalid` when size or MD5 digest are others, and then changes
 * nothing.
 */
export const putObject = async (
  store: ServiceClient,
  place: ObjectPlace,
  data: ReadableStream<Uint8Array>,
  { sizeBytes, md5, ...attributes }: ObjectAttributes & { readonly sizeBytes?: number; readonly md5?: string },
  { signal }: SessionCall,
): Promise<void> => {
  const { 'content-type': type = 'application/octet-stream', ...headers } = attributeHeaders(attributes)
  await store.request({
    method: 'PUT',
    path: objectPath(place, 'invalid'),
    stream: { body: data, type },
    headers: {
      ...headers,
      ...(sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) }),
      ...(md5 === undefined ? {} : { etag: md5 }),
    },
    signal,
  })
}

/** Streams an object's data out, from one byte to another where they are given: `GET /v1/{account}/{container}/{object}`. */
export const getObject = async (
  store: ServiceClient,
  place: ObjectPlace,
  range: { readonly first: number; readonly last: number } | undefined,
  { signal }: SessionCall,
): Promise<{ readonly head: ObjectHead; readonly data: ReadableStream<Uint8Array> }> => {
  const { headers, stream } = await store.request({
    method: 'GET',
    path: objectPath(place),
    ...(range ? { headers: { range: `bytes=${range.first}-${range.last}` } } : {}),
    streamed: true,
    signal,
  })
  return { head: objectHeadOf(headers), data: stream ?? new Blob([]).stream() }
}

/** Replaces all attributes; a type that is not given stays: `POST /v1/{account}/{container}/{object}`. */
export const postObject = async (
  store: ServiceClient,
  place: ObjectPlace,
  attributes: ObjectAttributes,
  { signal }: SessionCall,
): Promise<void> => {
  await store.request({ method: 'POST', path: objectPath(place), headers: attributeHeaders(attributes), signal })
}

/**
 * Has Swift copy an object, with these attributes instead of its own where they are given: `PUT` with `X-Copy-From` (openstack/swift
 * `swift/common/middleware/copy.py`).
 */
export const copyObject = async (
  store: ServiceClient,
  from: ObjectPlace,
  to: ObjectPlace,
  attributes: ObjectAttributes | undefined,
  { signal }: SessionCall,
): Promise<void> => {
  const fresh = attributes ? { 'x-fresh-metadata': 'true', ...attributeHeaders(attributes) } : {}
  await store.request({
    method: 'PUT',
    path: objectPath(to, 'invalid'),
    headers: { 'x-copy-from': objectPath(from), ...fresh },
    signal,
  })
}

/** Resolves also when there is no such object. */
export const deleteObject = (store: ServiceClient, place: ObjectPlace, { signal }: SessionCall): Promise<void> =>
  unlessGone(Promise.resolve().then(() => store.request({ method: 'DELETE', path: objectPath(place), signal })))
