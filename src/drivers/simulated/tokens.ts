import { CloudError } from '../../model/cloud-error.ts'

/** Remembers which create made what, for as long as it exists. */
export class Tokens {
  readonly #ids = new Map<string, string>()
  readonly #tokens = new Map<string, string[]>()

  /** What the create with that token made, if it still exists. Fails with `invalid` when it is no token. */
  find(kind: string, token: string): string | undefined {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(token))
      throw new CloudError('invalid', 'a create token is 1 to 64 characters of A-Z, a-z, 0-9, _ and -')
    return this.#ids.get(`${kind} ${token}`)
  }

  remember(kind: string, token: string, id: string): void {
    const key = `${kind} ${token}`
    this.#ids.set(key, id)
    this.#tokens.set(id, [...(this.#tokens.get(id) ?? []), key])
  }

  /** The resource is gone: its tokens may make a new one. */
  forget(id: string): void {
    for (const key of this.#tokens.get(id) ?? []) this.#ids.delete(key)
    this.#tokens.delete(id)
  }
}
