import type { Front } from '../kernel/front.ts'
import type { Site } from '../kernel/service.ts'
import type { CatalogOf } from './catalog.ts'
import type { Identity } from './identity.ts'
import type { TokenRecord } from './records.ts'
import { tokenView } from './token-view.ts'

interface Written {
  /** The store's when it was written: users, projects and roles are in it. */
  readonly revision: number
  readonly origin: string
  readonly withCatalog: boolean
  readonly text: string
}

/** Writes tokens as JSON. A token that is shown again and again, as services do who validate it, is written once as long as nothing changes. */
export class TokenTexts {
  readonly #front: Front
  readonly #identity: Identity
  readonly #site: Site
  readonly #catalogOf: CatalogOf
  readonly #written = new WeakMap<TokenRecord, Written>()

  constructor(front: Front, identity: Identity, site: Site, catalogOf: CatalogOf) {
    this.#front = front
    this.#identity = identity
    this.#site = site
    this.#catalogOf = catalogOf
  }

  /** The token as that request's caller sees it. */
  of(token: TokenRecord, request: Request, withCatalog: boolean): string {
    const { revision } = this.#front.store
    const origin = this.#site.origin(request)
    const known = this.#written.get(token)
    if (known?.revision === revision && known.origin === origin && known.withCatalog === withCatalog) return known.text
    const catalog = withCatalog ? this.#catalogOf(request, token.projectId) : undefined
    const text = JSON.stringify(tokenView(this.#front, this.#identity, token, catalog))
    this.#written.set(token, { revision, origin, withCatalog, text })
    return text
  }
}
