import { createHash } from 'node:crypto'
import { CloudError } from '../../model/cloud-error.ts'
import type { ImageAnswer } from '../../wire/openstack/image/image-answer.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'
import { getImage } from './images.ts'

/** Streams an image's data in: `PUT /images/{id}/file`. Fails with `conflict` when it has data already. */
export const uploadImage = async (
  image: ServiceClient,
  id: string,
  data: ReadableStream<Uint8Array>,
  { signal }: SessionCall,
): Promise<void> => {
  const stream = { body: data, type: 'application/octet-stream' }
  await image.request({ method: 'PUT', path: path`/images/${id}/file`, stream, signal })
}

/**
 * Streams an image's data out. The stream fails with `internal` at its end when the data is not what the image's own digest promises. Fails with
 * `conflict` while there is none.
 */
export const downloadImage = async (
  image: ServiceClient,
  id: string,
  { signal }: SessionCall,
): Promise<ReadableStream<Uint8Array>> => {
  const about = await getImage(image, id, { signal })
  const none = new CloudError('conflict', `image ${id} has no data yet: it is ${about.status}`)
  if (about.status === 'queued' || about.status === 'saving' || about.status === 'importing') throw none
  const { stream, status } = await image.request({
    method: 'GET',
    path: path`/images/${id}/file`,
    streamed: true,
    signal,
  })
  // openstack/glance `glance/api/v2/image_data.py`: 204 for an image without data.
  if (!stream || status === 204) throw none
  return stream.pipeThrough(verifying(about))
}

const algorithms: ReadonlySet<string> = new Set(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'])

/** Passes data on and compares its digest at the end: Glance's own choice of algorithm (`os_hash_algo`), else MD5. */
const verifying = ({
  id,
  os_hash_algo,
  os_hash_value,
  checksum,
}: ImageAnswer): TransformStream<Uint8Array, Uint8Array> => {
  const strong = os_hash_algo && os_hash_value && algorithms.has(os_hash_algo)
  const [algorithm, expected] = strong ? [os_hash_algo, os_hash_value] : ['md5', checksum]
  const hash = createHash(algorithm)
  return new TransformStream({
    transform(chunk, controller) {
      hash.update(chunk)
      controller.enqueue(chunk)
    },
    flush(controller) {
      if (!expected || hash.digest('hex') === expected) return
      controller.error(
        new CloudError('internal', `image ${id}: the data that came does not have its ${algorithm} digest`),
      )
    },
  })
}
