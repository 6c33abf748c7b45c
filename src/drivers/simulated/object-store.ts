import { tmpdir } from 'node:os'
import { drain } from '../../lib/drain.ts'
import { Utf8Map } from '../../lib/utf8-map.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { StoredObject } from '../../model/object-storage.ts'
import { DigestThread } from './digest-thread.ts'
import { ObjectContent } from './object-content.ts'
import { ObjectSpool } from './object-spool.ts'
import { ObjectWriter } from './object-writer.ts'

/** Data up to so many bytes sits in memory, as long as there is room for it there. */
const smallBytes = 64 * 1024
const memoryBytes = 64 * 1024 * 1024

/** An object and its data. */
export interface KeptObject {
  readonly object: StoredObject
  readonly content: ObjectContent
  /** From when on lists show it, in milliseconds of the cloud's clock. */
  readonly listedFrom: number
}

export interface KeptContainer {
  readonly name: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly listedFrom: number
  readonly objects: Utf8Map<KeptObject>
  sizeBytes: number
}

/** All containers with their objects, whose data together keeps within one limit: small data in memory, large data in files. */
export class ObjectStore implements AsyncDisposable {
  readonly containers = new Utf8Map<KeptContainer>()
  readonly #spool: ObjectSpool
  readonly #digests = new DigestThread()
  readonly #limit: number
  readonly #closing = new AbortController()
  #used = 0
  #inMemory = 0

  /** `folder` is where the private folder for the files is made. */
  constructor(limit: number, folder = tmpdir()) {
    this.#limit = limit
    this.#spool = new ObjectSpool(folder)
  }

  container(name: string): KeptContainer {
    const found = this.containers.get(name)
    if (found) return found
    throw new CloudError('not_found', `there is no container ${name}`, { resource: { kind: 'container', id: name } })
  }

  object(container: string, name: string): KeptObject {
    const found = this.container(container).objects.get(name)
    if (found) return found
    const id = `${container}/${name}`
    throw new CloudError('not_found', `there is no object ${id}`, { resource: { kind: 'object', id } })
  }

  /** Puts the object in the place of the one with its name. Holds its content from now on. */
  put(kept: KeptObject): void {
    const { container, name, sizeBytes } = kept.object
    const room = this.container(container)
    const before = room.objects.get(name)
    room.objects.set(name, kept)
    room.sizeBytes += sizeBytes - (before?.object.sizeBytes ?? 0)
    before?.content.letGo()
  }

  /** Does nothing when it is gone already. */
  remove(container: string, name: string): void {
    const room = this.containers.get(container)
    const before = room?.objects.get(name)
    if (!room || !before) return
    room.objects.delete(name)
    room.sizeBytes -= before.object.sizeBytes
    before.content.letGo()
  }

  /** Fails with `too_large` when so many bytes more do not fit. */
  admit(bytes: number): void {
    if (this.#used + bytes > this.#limit)
      throw new CloudError('too_large', `the object store is full: it holds ${this.#limit} bytes, all objects together`)
  }

  /** Takes the whole stream, which the caller holds then. When that fails, the stream is ended and nothing is left of it. */
  async receive(
    data: ReadableStream<Uint8Array>,
    { signal, mostBytes }: { readonly signal: AbortSignal; readonly mostBytes: number | undefined },
  ): Promise<ObjectContent> {
    const writer = new ObjectWriter(this.#spool, this.#digests, (bytes) => this.#fitsMemory(bytes))
    let reserved = 0
    try {
      await drain(
        data,
        (piece) => {
          this.admit(piece.length)
          this.#used += piece.length
          reserved += piece.length
          if (mostBytes !== undefined && reserved > mostBytes) throw tooMany(mostBytes)
          return writer.write(piece)
        },
        signal,
        this.#closing.signal,
      )
      const { place, ...about } = await writer.finish()
      if ('bytes' in place) this.#inMemory += about.sizeBytes
      return new ObjectContent(place, about, (gone) => this.#forget(gone))
    } catch (error) {
      this.#used -= reserved
      await writer.discard()
      throw isFull(error) ? new CloudError('no_capacity', 'the disk of the object store is full') : error
    }
  }

  /** The bytes of a held content, until the store is closed. */
  stream(content: ObjectContent, first: number, last: number, signal: AbortSignal): ReadableStream<Uint8Array> {
    return content.stream({ first, last }, signal, this.#closing.signal)
  }

  /** Ends what is on its way in or out, with an error, and removes all data. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new CloudError('unavailable', 'the simulated cloud is closed'))
    await this.#digests[Symbol.asyncDispose]()
    await this.#spool[Symbol.asyncDispose]()
  }

  #fitsMemory(bytes: number): boolean {
    return bytes <= smallBytes && this.#inMemory + bytes <= memoryBytes
  }

  #forget({ place, sizeBytes }: ObjectContent): void {
    this.#used -= sizeBytes
    if ('bytes' in place) this.#inMemory -= sizeBytes
    else this.#spool.remove(place).catch(() => undefined)
  }
}

const tooMany = (bytes: number): CloudError =>
  new CloudError('invalid', `more data came than the ${bytes} bytes that were announced`)

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
