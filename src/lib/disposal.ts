/** Collects what must be closed and closes it in reverse order, all of it even when one fails; then the first failure is thrown. */
export class Disposal implements AsyncDisposable {
  readonly #open: Array<AsyncDisposable | Disposable> = []

  use<Resource extends AsyncDisposable | Disposable>(resource: Resource): Resource {
    this.#open.push(resource)
    return resource
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = []
    for (let resource = this.#open.pop(); resource; resource = this.#open.pop())
      try {
        if (Symbol.asyncDispose in resource) await resource[Symbol.asyncDispose]()
        else resource[Symbol.dispose]()
      } catch (error) {
        failures.push(error)
      }
    if (failures.length > 0) throw failures[0]
  }
}
