import { Worker } from 'node:worker_threads'

/** The MD5 digest of one object's data, made in another thread. */
export interface RunningDigest {
  /** Resolves once the bytes are taken in: until then nobody may change them. */
  update(shared: Uint8Array): Promise<void>
  /** Hex. Nothing can be added afterwards. */
  end(): Promise<string>
}

/** The thread's whole program, as text: it runs the same from the sources and from what is built of them. */
const program = `
const { createHash } = require('node:crypto')
const { parentPort } = require('node:worker_threads')
const hashes = new Map()
parentPort.on('message', ({ id, bytes }) => {
  const hash = hashes.get(id) ?? createHash('md5')
  if (bytes) {
    hashes.set(id, hash.update(bytes))
    parentPort.postMessage({ id })
  } else {
    hashes.delete(id)
    parentPort.postMessage({ id, digest: hash.digest('hex') })
  }
})
`

interface Waiting {
  resolve(digest: string): void
  reject(error: unknown): void
}

/** A thread that digests the data of large objects, so that this one is free to move it. It starts with the first digest, and keeps no process alive. */
export class DigestThread implements AsyncDisposable {
  #worker: Worker | undefined
  #count = 0
  readonly #waiting = new Map<number, Waiting[]>()

  start(): RunningDigest {
    this.#count += 1
    const id = this.#count
    return {
      update: async (bytes) => {
        await this.#ask({ id, bytes })
      },
      end: () => this.#ask({ id }),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.terminate()
  }

  #ask(message: { readonly id: number; readonly bytes?: Uint8Array }): Promise<string> {
    const worker = this.#running()
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(message.id) ?? []
      waiting.push({ resolve, reject })
      this.#waiting.set(message.id, waiting)
      worker.ref()
      worker.postMessage(message)
    })
  }

  #running(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(program, { eval: true })
    this.#worker = worker
    worker.on('message', ({ id, digest = '' }: { readonly id: number; readonly digest?: string }) => {
      const waiting = this.#waiting.get(id)
      waiting?.shift()?.resolve(digest)
      if (waiting?.length === 0) this.#waiting.delete(id)
      if (this.#waiting.size === 0) worker.unref()
    })
    const end = (error = new Error('the thread that digests object data has ended')) => {
      this.#worker = undefined
      for (const { reject } of [...this.#waiting.values()].flat()) reject(error)
      this.#waiting.clear()
    }
    worker.on('error', end)
    worker.on('exit', () => end())
    return worker
  }
}
