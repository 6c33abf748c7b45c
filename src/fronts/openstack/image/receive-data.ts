import { CloudError } from '../../../model/cloud-error.ts'
import type { Architecture } from '../../../model/flavor.ts'
import { architectures } from '../../../model/flavor.ts'
import type { DiskFormat, ImageSpec } from '../../../model/image.ts'
import { diskFormats } from '../../../model/image.ts'
import type { Front } from '../kernel/front.ts'
import { DataMeter } from './data-meter.ts'
import { glanceError } from './image-fault.ts'
import type { ImageLibrary } from './image-library.ts'
import type { ImageData, ImageDetails } from './image-record.ts'

/** Looks that are taken before an upload is answered though the cloud below still works on the data. */
const looksAfterUpload = 20

/**
 * Makes the image below and streams the data into it, hashing it on the way. Until then the image is only Glance's, so that all that was changed before
 * goes down too. When it fails, the image is `queued` again and nothing is left below.
 */
export const receiveData = async (
  front: Front,
  library: ImageLibrary,
  details: ImageDetails,
  body: ReadableStream<Uint8Array> | null,
  progress: 'saving' | 'uploading',
): Promise<ImageData> => {
  const spec = specOf(details)
  library.put({ ...details, progress })
  try {
    await front.mirror.create('image', spec, {
      id: details.id,
      ...(details.owner === null ? {} : { projectId: details.owner }),
    })
    const nativeId = front.mirror.nativeId('image', details.id)
    const meter = new DataMeter()
    const data = (body ?? new Blob([]).stream()).pipeThrough(meter.stream)
    await front.mirror.act(
      (driver, call) => {
        if (meter.size > 0)
          throw new CloudError('unavailable', 'The cloud interrupted the upload. Send the data again.')
        return contentOf(driver.images.content).upload(nativeId, data, call)
      },
      { repeatable: false },
    )
    await settle(front, details.id)
    if (!library.details.get(details.id)) throw gone(details.id)
    return meter.result()
  } catch (error) {
    await takeBack(front, library, details.id)
    throw error
  }
}

/** The driver's image content, or `forbidden` with the reason where images come and go by other ways. */
export const contentOf = <Content>(content: Content | undefined): Content => {
  if (content) return content
  throw new CloudError(
    'forbidden',
    "This cloud's images come and go by other ways than this API: they can be listed and booted from, not made, filled, read or deleted here.",
    { reason: 'ImageDataNotOffered' },
  )
}

/** Deletes what is below of an image whose data did not arrive, and lets its data be sent again. */
export const takeBack = async (front: Front, library: ImageLibrary, id: string): Promise<void> => {
  try {
    await front.mirror.delete('image', id)
  } catch (error) {
    front.onUnexpected(error)
  }
  const details = library.details.get(id)
  if (!details) return
  const { data: _incomplete, ...rest } = details
  library.put({ ...rest, progress: 'queued' })
}

/** The image's data is complete: from now on its status is the cloud's below. */
export const complete = (library: ImageLibrary, id: string, data: ImageData): void => {
  const details = library.details.get(id)
  if (!details) throw gone(id)
  const { progress: _over, ...rest } = details
  library.put({ ...rest, data })
}

const gone = (id: string): CloudError =>
  glanceError(410, `Image ${id} could not be found after upload. The image may have been deleted during the upload.`)

const settle = async (front: Front, id: string): Promise<void> => {
  for (let look = 0; look < looksAfterUpload; look += 1) {
    const record = await front.mirror.refresh('image', id)
    if (record?.native?.status === 'error')
      throw new CloudError('internal', `The cloud below could not take the data of image ${id}.`)
    if (record?.native?.status !== 'queued' && record?.native?.status !== 'importing') return
    await front.clock.sleep(front.driver.traits.pollIntervalMs, front.tasks.signal)
  }
}

/** What to make below. Throws `invalid` while Glance's formats are unset. */
const specOf = ({
  name,
  id,
  diskFormat,
  containerFormat,
  minDiskGiB,
  minMemoryMiB,
  properties,
}: ImageDetails): ImageSpec => {
  const missing = [...(diskFormat ? [] : ['disk_format']), ...(containerFormat ? [] : ['container_format'])]
  if (missing.length > 0)
    throw new CloudError('invalid', `Properties ${missing.join(', ')} must be set prior to saving data.`)
  if (!isDiskFormat(diskFormat))
    throw new CloudError('invalid', `Images in the format ${diskFormat} cannot be stored here.`)
  const { os_distro: distro, os_version: version, architecture, ...others } = properties
  return {
    name: name ?? id,
    format: diskFormat,
    ...(distro === undefined ? {} : { operatingSystem: { distro, ...(version === undefined ? {} : { version }) } }),
    ...(isArchitecture(architecture) ? { architecture } : {}),
    minDiskGiB,
    minMemoryMiB,
    properties: {
      ...others,
      ...(distro === undefined && version !== undefined ? { os_version: version } : {}),
      ...(architecture !== undefined && !isArchitecture(architecture) ? { architecture } : {}),
    },
  }
}

const isDiskFormat = (format: string | null): format is DiskFormat => diskFormats.some((known) => known === format)

const isArchitecture = (name: string | undefined): name is Architecture => architectures.some((known) => known === name)
