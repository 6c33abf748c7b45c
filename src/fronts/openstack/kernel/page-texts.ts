import type { Context } from 'hono'
import { formatMicroversion } from '../../../wire/openstack/microversion.ts'
import type { Store } from '../store/store.ts'
import type { ServiceEnv } from './service.ts'

/** How many different questions are remembered at once. */
const rememberedPages = 100

/** Pages of lists as they were last written: those who ask the same again and again, as dashboards and pollers do, get it again until something changes. */
export class PageTexts {
  readonly #store: Store
  readonly #texts = new Map<string, string>()
  #revision = -1
  #basis: unknown

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * What `write` gives for this request. It must be made of the request's URL, its caller's project and rights, its microversion, the store's documents
   * and the `basis`, and of nothing else.
   */
  of(context: Context<ServiceEnv>, write: () => string, basis?: unknown): string {
    const { revision } = this.#store
    if (this.#revision !== revision || this.#basis !== basis || this.#texts.size >= rememberedPages) this.#texts.clear()
    this.#revision = revision
    this.#basis = basis
    const { projectId, isAdmin } = context.get('authorization')
    const key = `${formatMicroversion(context.get('microversion'))} ${isAdmin} ${projectId} ${context.req.url}`
    const known = this.#texts.get(key)
    if (known !== undefined) return known
    const text = write()
    this.#texts.set(key, text)
    return text
  }
}
