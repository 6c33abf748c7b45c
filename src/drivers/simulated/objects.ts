import type { ObjectDriver } from '../../cloud/object-driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type {
  ByteRange,
  CommonPrefix,
  ListedObject,
  ObjectDetails,
  ObjectSpec,
  StoredObject,
} from '../../model/object-storage.ts'
import { checkDetails, checkName } from './object-checks.ts'
import type { ObjectContent } from './object-content.ts'
import { objectListing } from './object-listing.ts'
import type { KeptObject } from './object-store.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** Objects, with their data in memory or in files. */
export const objects = (cloud: SimulatedCloud): ObjectDriver => {
  const store = cloud.objectStore
  /** In one piece, so that nobody sees old details on new data. */
  const keep = (container: string, name: string, content: ObjectContent, details: ObjectDetails): StoredObject => {
    const object = objectOf(container, name, content, details, cloud.timestamp())
    const before = store.container(container).objects.get(name)
    store.put({ object, content, listedFrom: before?.listedFrom ?? cloud.listedFrom() })
    return object
  }
  return {
    put: async (container, name, data, spec, call) => {
      try {
        await cloud.answer(call, () => {
          store.container(container)
          checkName(name)
          checkDetails(spec)
          store.admit(spec.sizeBytes ?? 0)
        })
      } catch (error) {
        await data.cancel(error).catch(() => undefined)
        throw error
      }
      const content = await store.receive(data, { signal: call.signal, mostBytes: spec.sizeBytes })
      try {
        checkData(content, spec)
        return keep(container, name, content, spec)
      } catch (error) {
        content.letGo()
        throw error
      }
    },
    list: (container, query, call) =>
      cloud.answerAll(call, function* () {
        for (const found of objectListing(store.container(container), query, (kept) => cloud.isListed(kept)))
          yield 'prefix' in found ? found : listed(found)
      }),
    get: (container, name, call) => cloud.answer(call, () => store.object(container, name).object),
    read: (container, name, range, call) =>
      cloud.answer(call, () => {
        const { object, content } = store.object(container, name)
        const { first, last } = within(object, range)
        return { object, data: store.stream(content, first, last, call.signal) }
      }),
    setDetails: (container, name, details, call) =>
      cloud.answer(call, () => {
        checkDetails(details)
        return keep(container, name, store.object(container, name).content.hold(), details)
      }),
    copy: (from, to, details, call) =>
      cloud.answer(call, () => {
        const { object, content } = store.object(from.container, from.name)
        store.container(to.container)
        checkName(to.name)
        checkDetails(details ?? {})
        return keep(to.container, to.name, content.hold(), details ?? object)
      }),
    delete: (container, name, call) => cloud.answer(call, () => store.remove(container, name)),
  }
}

const objectOf = (
  container: string,
  name: string,
  { sizeBytes, md5 }: ObjectContent,
  { contentType, contentEncoding, contentDisposition, cacheControl, metadata = {} }: ObjectDetails,
  modifiedAt: string,
): StoredObject => ({
  container,
  name,
  sizeBytes,
  md5,
  etag: md5,
  contentType: contentType ?? 'application/octet-stream',
  ...(contentEncoding === undefined ? {} : { contentEncoding }),
  ...(contentDisposition === undefined ? {} : { contentDisposition }),
  ...(cacheControl === undefined ? {} : { cacheControl }),
  metadata: { ...metadata },
  modifiedAt,
})

const listed = ({ object }: KeptObject): ListedObject | CommonPrefix => {
  const { metadata, contentEncoding, contentDisposition, cacheControl, ...shown } = object
  return shown
}

const checkData = ({ sizeBytes, md5 }: ObjectContent, spec: ObjectSpec): void => {
  if (spec.sizeBytes !== undefined && spec.sizeBytes !== sizeBytes)
    throw new CloudError('invalid', `${sizeBytes} bytes came where ${spec.sizeBytes} were announced`)
  if (spec.md5 !== undefined && spec.md5.toLowerCase() !== md5)
    throw new CloudError('invalid', `the data has the MD5 digest ${md5}, not ${spec.md5}`)
}

const within = ({ sizeBytes, name }: StoredObject, range: ByteRange | undefined): ByteRange => {
  if (!range) return { first: 0, last: sizeBytes - 1 }
  const { first, last } = range
  if (!Number.isInteger(first) || !Number.isInteger(last) || first < 0 || last < first || first >= sizeBytes)
    throw new CloudError('invalid', `the object ${name} of ${sizeBytes} bytes has no bytes ${first} to ${last}`)
  return { first, last: Math.min(last, sizeBytes - 1) }
}
