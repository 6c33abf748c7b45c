import type { Change } from '../../cloud/change.ts'

/** Hands every change to every watcher. Each watcher has its own buffer, so a slow one holds up nobody. */
export class ChangeFeed {
  readonly #watchers = new Set<Watcher>()
  #closed = false

  emit(change: Change): void {
    for (const watcher of this.#watchers) watcher.push(change)
  }

  /** Yields what is emitted from this call on. Ends at once when the signal aborts, and after what is buffered when the feed closes. */
  watch(signal: AbortSignal): AsyncIterable<Change> {
    const watcher = new Watcher()
    const stop = () => {
      watcher.drop()
      this.#watchers.delete(watcher)
      signal.removeEventListener('abort', stop)
    }
    if (signal.aborted || this.#closed) watcher.end()
    else {
      this.#watchers.add(watcher)
      signal.addEventListener('abort', stop, { once: true })
    }
    return {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          const change = await watcher.next()
          return change ? { done: false, value: change } : { done: true, value: undefined }
        },
        return: async () => {
          stop()
          return { done: true, value: undefined }
        },
      }),
    }
  }

  close(): void {
    this.#closed = true
    for (const watcher of this.#watchers) watcher.end()
    this.#watchers.clear()
  }
}

class Watcher {
  #buffer: Change[] = []
  #read = 0
  #ended = false
  #waiting: Array<(change: Change | undefined) => void> = []

  push(change: Change): void {
    const first = this.#waiting.shift()
    if (first) first(change)
    else this.#buffer.push(change)
  }

  end(): void {
    this.#ended = true
    for (const wake of this.#waiting.splice(0)) wake(undefined)
  }

  drop(): void {
    this.#buffer = []
    this.#read = 0
    this.end()
  }

  next(): Promise<Change | undefined> {
    const change = this.#buffer[this.#read]
    if (!change) return this.#ended ? Promise.resolve(undefined) : new Promise((wake) => this.#waiting.push(wake))
    this.#read += 1
    if (this.#read === this.#buffer.length) {
      this.#buffer = []
      this.#read = 0
    }
    return Promise.resolve(change)
  }
}
