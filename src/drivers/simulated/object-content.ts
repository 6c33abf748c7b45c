import { type FileHandle, open } from 'node:fs/promises'
import { onAbort } from '../../lib/on-abort.ts'
import type { ByteRange } from '../../model/object-storage.ts'

/** So many bytes are read of a file at once. */
const pieceBytes = 256 * 1024

/** Where data is: a small one in memory, a large one in a file. */
export type Place = { readonly bytes: Uint8Array } | { readonly path: string }

/** An object's data, which nobody changes. It stays for as long as somebody holds it: the objects that have it, and those who read it. */
export class ObjectContent {
  readonly place: Place
  readonly sizeBytes: number
  readonly md5: string
  readonly #onGone: (content: ObjectContent) => void
  #holders = 1

  /** Held by its maker. `onGone` is told once nobody holds it. */
  constructor(
    place: Place,
    { sizeBytes, md5 }: { readonly sizeBytes: number; readonly md5: string },
    onGone: (content: ObjectContent) => void,
  ) {
    this.place = place
    this.sizeBytes = sizeBytes
    this.md5 = md5
    this.#onGone = onGone
  }

  hold(): this {
    this.#holders += 1
    return this
  }

  letGo(): void {
    this.#holders -= 1
    if (this.#holders === 0) this.#onGone(this)
  }

  /** A stream of these bytes that holds the data until it is over. It reads one piece ahead, and fails with a signal's reason when that aborts. */
  stream({ first, last }: ByteRange, ...signals: readonly AbortSignal[]): ReadableStream<Uint8Array> {
    const source = new Source(this.place, first, last)
    let isOver = false
    const releases: Array<() => void> = []
    const over = () => {
      if (isOver) return
      isOver = true
      for (const release of releases) release()
      void source.close().then(() => this.letGo())
    }
    this.hold()
    return new ReadableStream<Uint8Array>({
      start(controller) {
        for (const signal of signals)
          releases.push(
            onAbort(signal, () => {
              controller.error(signal.reason)
              over()
            }),
          )
      },
      async pull(controller) {
        try {
          const piece = await source.next()
          if (isOver) return
          if (piece) controller.enqueue(piece)
          if (piece && !source.isAtEnd) return
          controller.close()
          over()
        } catch (error) {
          if (isOver) return
          controller.error(error)
          over()
        }
      },
      cancel: over,
    })
  }
}

/** Reads a place from one byte to another. */
class Source {
  readonly #place: Place
  readonly #last: number
  #at: number
  #file: Promise<FileHandle> | undefined

  constructor(place: Place, first: number, last: number) {
    this.#place = place
    this.#at = first
    this.#last = last
  }

  get isAtEnd(): boolean {
    return this.#at > this.#last
  }

  /** Bytes that are the reader's own. */
  async next(): Promise<Uint8Array | undefined> {
    if (this.isAtEnd) return undefined
    const length = Math.min(pieceBytes, this.#last + 1 - this.#at)
    const piece =
      'bytes' in this.#place ? this.#place.bytes.slice(this.#at, this.#at + length) : await this.#read(length)
    this.#at += piece.length
    return piece
  }

  /** Resolves once no file is open, whether or not there was one. */
  async close(): Promise<void> {
    try {
      await (await this.#file)?.close()
    } catch {}
  }

  async #read(length: number): Promise<Uint8Array> {
    if ('bytes' in this.#place) return this.#place.bytes
    this.#file ??= open(this.#place.path)
    const piece = Buffer.allocUnsafeSlow(length)
    const { bytesRead } = await (await this.#file).read(piece, 0, length, this.#at)
    if (bytesRead === 0) throw new Error('a file of object data is shorter than it was')
    return piece.subarray(0, bytesRead)
  }
}
