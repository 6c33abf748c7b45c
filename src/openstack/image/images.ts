import { z } from 'zod'
import type { ImageAnswer } from '../../wire/openstack/image/image-answer.ts'
import { imageAnswer } from '../../wire/openstack/image/image-answer.ts'
import { items } from '../session/pages.ts'
import { unlessGone } from '../session/resource.ts'
import type { Query, ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** What Glance makes an image from: its own fields and, beside them, properties as text (openstack/glance `glance/api/v2/images.py`). */
export interface ImageRequest {
  readonly name: string
  readonly disk_format: string
  readonly container_format: string
  readonly min_disk?: number
  readonly min_ram?: number
  readonly tags?: readonly string[]
  readonly properties: Readonly<Record<string, string>>
}

export const listImages = (image: ServiceClient, query: Query, { signal }: SessionCall) =>
  items(image, { path: '/images', key: 'images', item: imageAnswer, query, signal })

export const getImage = (image: ServiceClient, id: string, { signal }: SessionCall): Promise<ImageAnswer> =>
  image.ask(imageAnswer, { method: 'GET', path: path`/images/${id}`, signal })

/** An image without data, `queued`. */
export const createImage = (
  image: ServiceClient,
  { properties, ...fields }: ImageRequest,
  { signal }: SessionCall,
): Promise<ImageAnswer> =>
  image.ask(imageAnswer, { method: 'POST', path: '/images', json: { ...properties, ...fields }, signal })

/** Gives an image another name and adds properties to it, in one request. */
export const renameImage = (
  image: ServiceClient,
  id: string,
  { name, properties }: Pick<ImageRequest, 'name' | 'properties'>,
  { signal }: SessionCall,
): Promise<ImageAnswer> => {
  const added = Object.entries(properties).map(([key, value]) => {
    // RFC 6901: a tilde and a slash within a key.
    const pointer = key.replaceAll('~', '~0').replaceAll('/', '~1')
    return { op: 'add', path: `/${pointer}`, value }
  })
  const json = [{ op: 'replace', path: '/name', value: name }, ...added]
  const type = 'application/openstack-images-v2.1-json-patch'
  return image.ask(imageAnswer, { method: 'PATCH', path: path`/images/${id}`, json, type, signal })
}

/** Resolves also when there is none of that id. */
export const deleteImage = (image: ServiceClient, id: string, { signal }: SessionCall): Promise<void> =>
  unlessGone(image.request({ method: 'DELETE', path: path`/images/${id}`, signal }))

/** The disk formats that this Glance takes, from its own schema; undefined when the schema does not say. */
export const diskFormatsOf = async (
  image: ServiceClient,
  { signal }: SessionCall,
): Promise<readonly string[] | undefined> => {
  const enumeration = z.looseObject({ enum: z.array(z.string().nullable()).optional() })
  const schema = z.looseObject({ properties: z.looseObject({ disk_format: enumeration.optional() }) })
  const { properties } = await image.ask(schema, { method: 'GET', path: '/schemas/image', signal })
  return properties.disk_format?.enum?.filter((format) => format !== null)
}
