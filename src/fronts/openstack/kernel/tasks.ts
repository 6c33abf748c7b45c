import { setMaxListeners } from 'node:events'

/** Runs work that outlives the request which started it. Disposing aborts all of it and waits for its end. */
export class Tasks implements AsyncDisposable {
  readonly #stop = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #onError: (name: string, error: unknown) => void

  /** `onError` hears of work that failed; work ends its own failures where it can tell what they mean for a resource. */
  constructor(onError: (name: string, error: unknown) => void) {
    this.#onError = onError
    // Every call to the cloud below listens to this one signal.
    setMaxListeners(0, this.#stop.signal)
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  run(name: string, work: (signal: AbortSignal) => Promise<void>): void {
    if (this.#stop.signal.aborted) return
    const running: Promise<void> = work(this.#stop.signal)
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#onError(name, error)
      })
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the front is closing'))
    await Promise.all(this.#running)
  }
}
