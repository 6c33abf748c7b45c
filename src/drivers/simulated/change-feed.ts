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
    const leave = () => {
      this.#watchers.delete(watcher)
      signal.removeEventListener('abort', stop)
    }
    const stop = () => {
      watcher.drop()
      leave()
    }
    if (signal.aborted || this.#closed) watcher.end()
    else {
      this.#watchers.add(watcher)
      signal.addEventListener('abort', stop, { once: true })
    }
    return {
      async *[Symbol.asyncIterator]() {
        try {
          for (let change = await watcher.next(); change; change = await watcher.next()) yield change
        } finally {
          leave()
        }
      },
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
  #wake: (() => void) | undefined

  push(change: Change): void {
    this.#buffer.push(change)
    this.#wake?.()
  }

  end(): void {
    this.#ended = true
    this.#wake?.()
  }

  drop(): void {
    this.#buffer = []
    this.#read = 0
    this.end()
  }

  async next(): Promise<Change | undefined> {
    while (this.#read === this.#buffer.length) {
      this.#buffer = []
      this.#read = 0
      if (this.#ended) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#wake = undefined
    }
    const change = this.#buffer[this.#read]
    this.#read += 1
    return change
  }
}
