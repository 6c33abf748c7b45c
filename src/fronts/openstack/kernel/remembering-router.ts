import type { Result, Router } from 'hono/router'
import { TrieRouter } from 'hono/router/trie-router'

/** How many matches are remembered at once, and how long their paths may be. */
const [remembered, longest] = [500, 200]

/** Hono's router for routes of any shape, which remembers what it found: those who poll ask for the same paths again and again. */
export class RememberingRouter<Handler> implements Router<Handler> {
  readonly name = 'RememberingRouter'
  readonly #router = new TrieRouter<Handler>()
  readonly #found = new Map<string, Result<Handler>>()

  add(method: string, path: string, handler: Handler): void {
    this.#router.add(method, path, handler)
    this.#found.clear()
  }

  match(method: string, path: string): Result<Handler> {
    const key = `${method} ${path}`
    const known = this.#found.get(key)
    if (known) return known
    const found = this.#router.match(method, path)
    if (path.length > longest) return found
    if (this.#found.size >= remembered) this.#found.clear()
    this.#found.set(key, found)
    return found
  }
}
