import type { ImageContentDriver, ImageDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ImageId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Image } from '../../model/image.ts'
import type { ImageContent } from './image-content.ts'
import { ContentWriter, contentStream, noteContent } from './image-content.ts'
import type { ImageStore } from './image-store.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import type { ImageOption } from './simulated-options.ts'

/** Puts the public images that the options name, each with its note as data. */
export const seedImages = (cloud: SimulatedCloud, options: readonly ImageOption[]): void => {
  for (const { id: asked, ...option } of options) {
    const id = asId<'image'>(asked ?? cloud.newId())
    cloud.own.add(id)
    const image = { format: 'raw', minDiskGiB: 0, minMemoryMiB: 0, properties: {}, ...option } as const
    cloud.tables.images.put({ ...image, ...unborn(cloud, id), public: true })
    activate(cloud, id, noteContent(image.name))
  }
}

/** An image's fields before it has data. */
export const unborn = (
  cloud: SimulatedCloud,
  id: ImageId,
): Pick<Image, 'id' | 'status' | 'checksums' | 'createdAt'> => ({
  id,
  status: 'queued',
  checksums: {},
  createdAt: cloud.timestamp(),
})

/** The image has that data from now on. Nothing happens when it was deleted meanwhile. */
export const activate = (cloud: SimulatedCloud, id: ImageId, content: ImageContent): void => {
  const image = cloud.tables.images.find(id)
  if (!image) return
  const { sizeBytes, checksums } = content
  cloud.imageStore.put(id, content)
  cloud.tables.images.put({ ...image, status: 'active', sizeBytes, checksums })
}

/** Images, with their data in memory. */
export const images = (cloud: SimulatedCloud): ImageDriver => {
  const table = cloud.tables.images
  return {
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    content: imageContent(cloud),
  }
}

const imageContent = (cloud: SimulatedCloud): ImageContentDriver => {
  const { options, imageStore } = cloud
  const table = cloud.tables.images
  return {
    create: (spec, call) =>
      cloud.create(table, call, (id) => {
        const accepted = options.imageFormats
        if (accepted && !accepted.includes(spec.format))
          throw new CloudError('invalid', `images are ${accepted.join(' or ')} here, not ${spec.format}`)
        const image = { minDiskGiB: 0, minMemoryMiB: 0, properties: {}, ...spec }
        table.put({ ...image, ...unborn(cloud, asId(id)), public: false })
      }),
    upload: async (id, data, call) => {
      const image = await cloud.answer(call, () => {
        const found = table.get(id)
        if (found.status !== 'queued') throw new CloudError('conflict', `the image ${found.name} is ${found.status}`)
        table.put({ ...found, status: 'importing' })
        return found
      })
      let content: ImageContent
      try {
        content = await receive(imageStore, data, call.signal)
      } catch (error) {
        if (table.find(id)) table.put(image)
        throw error
      }
      cloud.after('imageImport', () => {
        imageStore.release(content.sizeBytes)
        activate(cloud, id, content)
      })
      if (!table.find(id))
        throw new CloudError('not_found', `the image ${image.name} was deleted while it was uploaded`)
    },
    download: (id, call) =>
      cloud.answer(call, () => {
        const { name } = table.get(id)
        const content = imageStore.find(id)
        if (!content) throw new CloudError('conflict', `the image ${name} has no data yet`)
        return contentStream(content)
      }),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const image = table.find(id)
        if (!image) return
        cloud.refuseOwn(id, `the image ${image.name}`)
        table.remove(id)
        imageStore.remove(id)
      }),
  }
}

/** Takes the whole stream, keeping room in the store for it. Gives the room back and ends the stream when that fails. */
const receive = async (
  store: ImageStore,
  data: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): Promise<ImageContent> => {
  const writer = new ContentWriter()
  const reader = data.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  try {
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return writer.finish()
      store.reserve(value.byteLength)
      writer.write(value)
    }
  } catch (error) {
    store.release(writer.sizeBytes)
    await reader.cancel(error).catch(() => undefined)
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
