import { createHash } from 'node:crypto'
import { BlockFile } from './block-file.ts'
import type { DigestThread } from './digest-thread.ts'
import type { Place } from './object-content.ts'
import type { ObjectSpool } from './object-spool.ts'

/** Takes one object's data piece by piece and digests it: into memory while that is allowed, into a file from then on. */
export class ObjectWriter {
  readonly #spool: ObjectSpool
  readonly #digests: DigestThread
  readonly #maySitInMemory: (bytes: number) => boolean
  #pieces: Uint8Array[] = []
  #sizeBytes = 0
  #file: BlockFile | undefined

  constructor(spool: ObjectSpool, digests: DigestThread, maySitInMemory: (bytes: number) => boolean) {
    this.#spool = spool
    this.#digests = digests
    this.#maySitInMemory = maySitInMemory
  }

  /** Copies the bytes, which are the caller's again once this resolves. */
  async write(piece: Uint8Array): Promise<void> {
    this.#sizeBytes += piece.length
    if (this.#file) return this.#file.write(piece)
    if (this.#maySitInMemory(this.#sizeBytes)) {
      this.#pieces.push(piece.slice())
      return
    }
    this.#file = new BlockFile(await this.#spool.create(), this.#spool, this.#digests.start())
    for (const early of this.#pieces) await this.#file.write(early)
    this.#pieces = []
    await this.#file.write(piece)
  }

  async finish(): Promise<{ readonly place: Place; readonly sizeBytes: number; readonly md5: string }> {
    const sizeBytes = this.#sizeBytes
    if (this.#file) return { place: { path: this.#file.path }, sizeBytes, md5: await this.#file.end() }
    const bytes = Buffer.concat(this.#pieces)
    return { place: { bytes }, sizeBytes, md5: createHash('md5').update(bytes).digest('hex') }
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#pieces = []
    await this.#file?.discard()
  }
}
