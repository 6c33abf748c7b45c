import type { Call } from '../../cloud/call.ts'
import type { ObjectDriver } from '../../cloud/object-driver.ts'
import type { ListedObject, StoredObject } from '../../model/object-storage.ts'
import type { ObjectHead } from '../../openstack/object-storage/object-headers.ts'
import {
  copyObject,
  deleteObject,
  getObject,
  headObject,
  listObjects,
  type ObjectPlace,
  postObject,
  putObject,
} from '../../openstack/object-storage/objects.ts'
import type { ServiceClient } from '../../openstack/session/service-client.ts'
import { isSubdirectory, type ListedObject as ObjectAnswer } from '../../wire/openstack/object-storage/listing.ts'

const binary = 'application/octet-stream'

/** Objects are Swift's. What was changed is read anew, since Swift's answers to changes tell next to nothing of it. */
export const objectGroup = (store: ServiceClient): ObjectDriver => {
  const get = async (place: ObjectPlace, call: Call): Promise<StoredObject> =>
    objectOf(place, await headObject(store, place, call))
  return {
    async put(container, name, data, spec, call) {
      const place = { container, name }
      await putObject(store, place, data, spec, call)
      return get(place, call)
    },
    async *list(container, { prefix, after, delimiter }, call) {
      for await (const item of listObjects(store, container, { prefix, marker: after, delimiter }, call))
        yield isSubdirectory(item) ? { prefix: item.subdir } : listedOf(container, item)
    },
    get: (container, name, call) => get({ container, name }, call),
    async read(container, name, range, call) {
      const place = { container, name }
      const { head, data } = await getObject(store, place, range, call)
      return { object: objectOf(place, head), data }
    },
    async setDetails(container, name, details, call) {
      const place = { container, name }
      // Swift keeps a type that no other is given for (openstack/swift `swift/obj/server.py`, POST).
      await postObject(store, place, { contentType: binary, ...details }, call)
      return get(place, call)
    },
    async copy(from, to, details, call) {
      await copyObject(store, from, to, details && { contentType: binary, ...details }, call)
      return get(to, call)
    },
    delete: (container, name, call) => deleteObject(store, { container, name }, call),
  }
}

const objectOf = (
  { container, name }: ObjectPlace,
  { etag, isLarge, contentType = binary, ...head }: ObjectHead,
): StoredObject => ({ container, name, etag, contentType, ...head, ...(isLarge ? {} : { md5: etag }) })

const listedOf = (
  container: string,
  { name, bytes, hash, content_type, last_modified, slo_etag }: ObjectAnswer,
): ListedObject => ({
  container,
  name,
  sizeBytes: bytes,
  ...(slo_etag === undefined ? { md5: hash, etag: hash } : { etag: slo_etag.replace(/^"|"$/g, '') }),
  contentType: content_type,
  modifiedAt: new Date(`${last_modified.slice(0, 23)}Z`).toISOString(),
})
