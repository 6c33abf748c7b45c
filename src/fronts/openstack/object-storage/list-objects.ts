import { compareUtf8 } from '../../../lib/utf8-order.ts'
import { CloudError } from '../../../model/cloud-error.ts'
import type { CommonPrefix, ListedObject as NativeObject } from '../../../model/object-storage.ts'
import type { ListedObject, ListedSubdirectory } from '../../../wire/openstack/object-storage/listing.ts'
import { listingTime } from '../../../wire/openstack/object-storage/swift-time.ts'
import type { ContainerRecord, ContainerStore } from './container-store.ts'
import { withoutHidden } from './content-type-parameters.ts'
import type { ListingRequest } from './listing-request.ts'

type Item = ListedObject | ListedSubdirectory

/** One page of a container's objects (openstack/swift `swift/container/backend.py`, `list_objects_iter`). Throws `not_found` when the container is gone. */
export const listObjects = (
  containers: ContainerStore,
  { native }: ContainerRecord,
  { limit, marker, endMarker, prefix, delimiter, path, reverse }: ListingRequest,
): Promise<readonly Item[]> => {
  const folder = path === undefined || path === '' ? path : `${path.replace(/\/+$/, '')}/`
  const [after, before] = reverse ? [endMarker, marker] : [marker, endMarker]
  const query = { prefix: folder ?? prefix, after, delimiter: folder === undefined ? delimiter : '/' }
  const get = (name: string) => containers.below(({ objects }, call) => objects.get(native, name, call))
  return containers.below(async ({ objects }, call) => {
    const found: Item[] = []
    if (limit === 0) return found
    for await (const each of objects.list(native, query, call)) {
      const name = nameOf(each)
      if (before !== '' && compareUtf8(name, before) >= 0) break
      if ('prefix' in each && name === marker) continue
      const item = folder === undefined ? shown(each) : await directlyIn(folder, each, get)
      if (!item) continue
      found.push(item)
      if (!reverse && found.length === limit) break
      // Going backwards, only the last ones of all that come count.
      if (reverse && found.length > 2 * limit) found.splice(0, found.length - limit)
    }
    return reverse ? found.slice(-limit).reverse() : found
  })
}

/** An entry as Swift lists it in a pseudo folder: an object, also one whose name ends in a slash, but no folder below it. */
const directlyIn = async (
  folder: string,
  each: NativeObject | CommonPrefix,
  get: (name: string) => Promise<NativeObject>,
): Promise<Item | undefined> => {
  if (nameOf(each) === folder) return undefined
  if (!('prefix' in each)) return shown(each)
  try {
    return shown(await get(each.prefix))
  } catch (error) {
    if (error instanceof CloudError && error.code === 'not_found') return undefined
    throw error
  }
}

const nameOf = (each: NativeObject | CommonPrefix): string => ('prefix' in each ? each.prefix : each.name)

const shown = (each: NativeObject | CommonPrefix): Item => {
  if ('prefix' in each) return { subdir: each.prefix }
  const { contentType, sizeBytes, largeObjectEtag } = withoutHidden(each.contentType)
  return {
    name: each.name,
    hash: each.md5 ?? each.etag,
    bytes: sizeBytes ?? each.sizeBytes,
    content_type: contentType,
    last_modified: listingTime(Date.parse(each.modifiedAt)),
    ...(largeObjectEtag === undefined ? {} : { slo_etag: `"${largeObjectEtag}"` }),
  }
}
