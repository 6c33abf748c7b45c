import { createHash } from 'node:crypto'
import type { Place } from './object-content.ts'
import type { ObjectSpool, SpoolFile } from './object-spool.ts'

/** Files are written in blocks of so many bytes. */
const blockBytes = 256 * 1024

/** Takes one object's data piece by piece and digests it on the way: into memory while that is allowed, into a file from then on. */
export class ObjectWriter {
  readonly #spool: ObjectSpool
  readonly #maySitInMemory: (bytes: number) => boolean
  readonly #hash = createHash('md5')
  #pieces: Uint8Array[] = []
  #sizeBytes = 0
  #file: BlockFile | undefined

  constructor(spool: ObjectSpool, maySitInMemory: (bytes: number) => boolean) {
    this.#spool = spool
    this.#maySitInMemory = maySitInMemory
  }

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** Copies the bytes, which are the caller's again once this resolves. */
  async write(piece: Uint8Array): Promise<void> {
    this.#sizeBytes += piece.length
    this.#hash.update(piece)
    if (!this.#file && this.#maySitInMemory(this.#sizeBytes)) this.#pieces.push(piece.slice())
    else await this.#writeToFile(piece)
  }

  async finish(): Promise<{ readonly place: Place; readonly sizeBytes: number; readonly md5: string }> {
    await this.#file?.end()
    const place = this.#file ? { path: this.#file.path } : { bytes: Buffer.concat(this.#pieces) }
    return { place, sizeBytes: this.#sizeBytes, md5: this.#hash.digest('hex') }
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#pieces = []
    await this.#file?.discard()
  }

  async #writeToFile(piece: Uint8Array): Promise<void> {
    if (!this.#file) {
      this.#file = new BlockFile(await this.#spool.create(), this.#spool)
      for (const early of this.#pieces) await this.#file.write(early)
      this.#pieces = []
    }
    await this.#file.write(piece)
  }
}

/** A file that is written in blocks: while one is on its way to the disk, the other is filled. */
class BlockFile {
  readonly #file: SpoolFile
  readonly #spool: ObjectSpool
  #filling = Buffer.allocUnsafeSlow(blockBytes)
  #other = Buffer.allocUnsafeSlow(blockBytes)
  #filled = 0
  #writing: Promise<unknown> = Promise.resolve()

  constructor(file: SpoolFile, spool: ObjectSpool) {
    this.#file = file
    this.#spool = spool
  }

  get path(): string {
    return this.#file.path
  }

  async write(piece: Uint8Array): Promise<void> {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + blockBytes - this.#filled)
      this.#filling.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === blockBytes) await this.#writeBlock()
    }
  }

  async end(): Promise<void> {
    await this.#writeBlock()
    await this.#writing
    await this.#file.handle.close()
  }

  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined)
    await this.#file.handle.close().catch(() => undefined)
    await this.#spool.remove(this.#file)
  }

  async #writeBlock(): Promise<void> {
    await this.#writing
    const block = this.#filling.subarray(0, this.#filled)
    this.#writing = writeWhole(this.#file, block)
    this.#writing.catch(() => undefined)
    ;[this.#filling, this.#other, this.#filled] = [this.#other, this.#filling, 0]
  }
}

/** One write may write less than it was given. */
const writeWhole = async ({ handle }: SpoolFile, block: Uint8Array): Promise<void> => {
  for (let at = 0; at < block.length; ) at += (await handle.write(block, at)).bytesWritten
}
