import { replayableStream } from '../../lib/replayable-stream.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'
import { uploadImage } from './image-data.ts'
import { importMethodsOf } from './import-methods.ts'

/** So many bytes of an upload are kept until it is known that this cloud takes it: more than is on its way when a refusal arrives. */
const kept = 8 * 1024 * 1024

/**
 * Streams images' data in, in the way that this cloud takes it: `PUT /file` and, where its policy refuses that and Glance offers `glance-direct`,
 * staged and imported. Which of the two it is, is found out at the first upload and remembered.
 */
export class ImageUploads {
  readonly #image: ServiceClient
  #byImport = false

  constructor(image: ServiceClient) {
    this.#image = image
  }

  /** Resolves once the cloud has the data; the image is active soon after. Fails with `conflict` when it has data already. */
  async upload(id: string, data: ReadableStream<Uint8Array>, call: SessionCall): Promise<void> {
    if (this.#byImport) return this.#stageAndImport(id, data, call)
    const { stream, again } = replayableStream(data, kept)
    try {
      await uploadImage(this.#image, id, stream, call)
    } catch (error) {
      if (!(error instanceof CloudError) || error.code !== 'forbidden' || !(await this.#takesImports(call))) throw error
      this.#byImport = true
      const whole = await again()
      if (whole) return this.#stageAndImport(id, whole, call)
      throw new CloudError(
        'unavailable',
        'this cloud takes images by import alone, as it said only after a part had been sent',
        {
          hint: 'send the image again',
          cause: error,
        },
      )
    }
  }

  async #takesImports(call: SessionCall): Promise<boolean> {
    try {
      return (await importMethodsOf(this.#image, call)).includes('glance-direct')
    } catch (error) {
      if (error instanceof CloudError && ['not_found', 'forbidden'].includes(error.code)) return false
      throw error
    }
  }

  /** Interoperable image import (openstack/glance `doc/source/admin/interoperable-image-import.rst`). */
  async #stageAndImport(id: string, data: ReadableStream<Uint8Array>, { signal }: SessionCall): Promise<void> {
    const stream = { body: data, type: 'application/octet-stream' }
    await this.#image.request({ method: 'PUT', path: path`/images/${id}/stage`, stream, signal })
    const json = { method: { name: 'glance-direct' } }
    await this.#image.request({ method: 'POST', path: path`/images/${id}/import`, json, signal })
  }
}
