import { createHash } from 'node:crypto'
import type { Image } from '../../model/image.ts'

/** An image's data as it came in, in pieces that nobody changes, with its digests. */
export interface ImageContent {
  readonly chunks: readonly Uint8Array[]
  readonly sizeBytes: number
  readonly checksums: Required<Image['checksums']>
}

/** Takes data piece by piece and digests it on the way. */
export class ContentWriter {
  readonly #chunks: Uint8Array[] = []
  readonly #hashes = { md5: createHash('md5'), sha256: createHash('sha256'), sha512: createHash('sha512') }
  #sizeBytes = 0

  /** Copies the bytes, which the caller may use again. */
  write(chunk: Uint8Array): void {
    const copy = chunk.slice()
    this.#chunks.push(copy)
    this.#sizeBytes += copy.byteLength
    for (const hash of Object.values(this.#hashes)) hash.update(copy)
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  finish(): ImageContent {
    const { md5, sha256, sha512 } = this.#hashes
    const checksums = { md5: md5.digest('hex'), sha256: sha256.digest('hex'), sha512: sha512.digest('hex') }
    return { chunks: this.#chunks, sizeBytes: this.#sizeBytes, checksums }
  }
}

/** A stream of the data that hands out a piece only when one is asked for. */
export const contentStream = (content: ImageContent): ReadableStream<Uint8Array> => {
  const chunks = content.chunks.values()
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const { done, value } = chunks.next()
        if (done) controller.close()
        else controller.enqueue(value.slice())
      },
    },
    { highWaterMark: 0 },
  )
}

/** The data of an image that no operating system was ever in, saying so. */
export const noteContent = (name: string): ImageContent => {
  const writer = new ContentWriter()
  const note = `SIMULATED IMAGE ${name}: this cloud runs no machines, so there is no operating system in here.\n`
  writer.write(Buffer.from(note.padEnd(4096, '\0')))
  return writer.finish()
}
