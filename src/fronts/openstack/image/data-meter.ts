import { createHash } from 'node:crypto'
import type { ImageData } from './image-record.ts'

/** Counts and hashes bytes as they go by; `result` is right once they have all gone by. */
export class DataMeter {
  readonly #md5 = createHash('md5')
  readonly #sha512 = createHash('sha512')
  #size = 0
  readonly stream = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      this.#size += chunk.byteLength
      this.#md5.update(chunk)
      this.#sha512.update(chunk)
      controller.enqueue(chunk)
    },
  })

  get size(): number {
    return this.#size
  }

  /** Ends the hashes: to be called once. */
  result(): ImageData {
    return { size: this.#size, md5: this.#md5.digest('hex'), sha512: this.#sha512.digest('hex') }
  }
}
