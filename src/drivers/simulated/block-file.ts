import type { RunningDigest } from './digest-thread.ts'
import type { ObjectSpool, SpoolFile } from './object-spool.ts'

const blockBytes = 1024 * 1024
const blockCount = 4

/** Memory that both threads see, and when it may be filled again. */
interface Block {
  readonly bytes: Uint8Array
  free: Promise<unknown>
}

/** A file that is written in blocks: while one is filled, the others are on their way to the disk and into the digest, both from the same memory. */
export class BlockFile {
  readonly #file: SpoolFile
  readonly #spool: ObjectSpool
  readonly #digest: RunningDigest
  readonly #blocks: Block[] = []
  #count = 0
  #filled = 0
  #written = 0

  constructor(file: SpoolFile, spool: ObjectSpool, digest: RunningDigest) {
    this.#file = file
    this.#spool = spool
    this.#digest = digest
  }

  get path(): string {
    return this.#file.path
  }

  /** Copies the bytes. Resolves when there is room for more: a disk or a digest that is slower than who writes holds that up. */
  async write(piece: Uint8Array): Promise<void> {
    for (let at = 0; at < piece.length; ) {
      const block = this.#filling()
      if (this.#filled === 0) await block.free
      const part = piece.subarray(at, at + blockBytes - this.#filled)
      block.bytes.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === blockBytes) this.#pass()
    }
  }

  /** Closes the file; gives the digest of all that was written. */
  async end(): Promise<string> {
    if (this.#filled > 0) this.#pass()
    await Promise.all(this.#blocks.map(({ free }) => free))
    await this.#file.handle.close()
    return this.#digest.end()
  }

  /** Removes the file. */
  async discard(): Promise<void> {
    await Promise.allSettled(this.#blocks.map(({ free }) => free))
    await this.#file.handle.close().catch(() => undefined)
    await this.#digest.end().catch(() => undefined)
    await this.#spool.remove(this.#file)
  }

  #filling(): Block {
    const index = this.#count % blockCount
    const block = this.#blocks[index] ?? {
      bytes: new Uint8Array(new SharedArrayBuffer(blockBytes)),
      free: Promise.resolve(),
    }
    this.#blocks[index] = block
    return block
  }

  /** Sends the block that is being filled on its way, and goes on to the next. */
  #pass(): void {
    const block = this.#filling()
    const bytes = block.bytes.subarray(0, this.#filled)
    block.free = Promise.all([this.#digest.update(bytes), this.#writeWhole(bytes, this.#written)])
    // Whoever fills the block next, or ends the file, sees what went wrong.
    block.free.catch(() => undefined)
    this.#written += this.#filled
    this.#count += 1
    this.#filled = 0
  }

  /** One write may write less than it was given. */
  async #writeWhole(bytes: Uint8Array, position: number): Promise<void> {
    const { handle } = this.#file
    for (let at = 0; at < bytes.length; )
      at += (await handle.write(bytes, at, bytes.length - at, position + at)).bytesWritten
  }
}
