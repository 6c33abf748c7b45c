import { CloudError } from '../../model/cloud-error.ts'
import type { ImageId } from '../../model/id.ts'
import type { ImageContent } from './image-content.ts'

/** The data of all images, each piece of data kept once however many images share it, within one limit for all. */
export class ImageStore {
  readonly #contents = new Map<ImageId, ImageContent>()
  readonly #holders = new Map<ImageContent, number>()
  readonly #limit: number
  #used = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  find(id: ImageId): ImageContent | undefined {
    return this.#contents.get(id)
  }

  put(id: ImageId, content: ImageContent): void {
    const holders = this.#holders.get(content) ?? 0
    if (holders === 0) this.#used += content.sizeBytes
    this.#holders.set(content, holders + 1)
    this.#contents.set(id, content)
  }

  remove(id: ImageId): void {
    const content = this.#contents.get(id)
    if (!content) return
    this.#contents.delete(id)
    const holders = (this.#holders.get(content) ?? 1) - 1
    if (holders > 0) this.#holders.set(content, holders)
    else {
      this.#holders.delete(content)
      this.#used -= content.sizeBytes
    }
  }

  /** Keeps room for data on its way in. Fails with `too_large` when there is none. */
  reserve(bytes: number): void {
    if (this.#used + bytes > this.#limit)
      throw new CloudError('too_large', `the image store is full: it holds ${this.#limit} bytes, all images together`)
    this.#used += bytes
  }

  release(bytes: number): void {
    this.#used -= bytes
  }
}
