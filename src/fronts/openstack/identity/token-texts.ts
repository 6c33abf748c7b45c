import type { Front } from '../kernel/front.ts'
import type { Site } from '../kernel/service.ts'
import type { CatalogOf } from './catalog.ts'
import type { Identity } from './identity.ts'
import type { TokenRecord } from './records.ts'
import { tokenView } from './token-view.ts'

interface Written {
  /** The store's when it was written: users, projects and roles are in it. */
  readonly revision: number
  readonly text: string
}

/** How many different catalogs are remembered at once. */
const rememberedCatalogs = 100

/**
 * Writes tokens as JSON. The catalog, most of it, is written once for each project; the rest once for each token, as long as nothing changes: services
 * that validate tokens ask for the same one again and again.
 */
export class TokenTexts {
  readonly #front: Front
  readonly #identity: Identity
  readonly #site: Site
  readonly #catalogOf: CatalogOf
  readonly #written = new WeakMap<TokenRecord, Written>()
  readonly #catalogs = new Map<string, string>()

  constructor(front: Front, identity: Identity, site: Site, catalogOf: CatalogOf) {
    this.#front = front
    this.#identity = identity
    this.#site = site
    this.#catalogOf = catalogOf
  }

  /** A token that was asked for before, or may be again, as that request's caller sees it. */
  of(token: TokenRecord, request: Request, withCatalog: boolean): string {
    return this.#whole(this.#known(token), token, request, withCatalog)
  }

  /** The same for a token that was just made. It is not remembered: most are never shown again. */
  ofNew(token: TokenRecord, request: Request, withCatalog: boolean): string {
    return this.#whole(this.#write(token), token, request, withCatalog)
  }

  /** Only a token that has a scope has a catalog. */
  #whole(text: string, token: TokenRecord, request: Request, withCatalog: boolean): string {
    const isScoped = token.projectId !== undefined || token.domainId !== undefined
    if (!withCatalog || !isScoped) return text
    return `${text.slice(0, -'}}'.length)},"catalog":${this.#catalog(request, token.projectId)}}}`
  }

  #known(token: TokenRecord): string {
    const { revision } = this.#front.store
    const known = this.#written.get(token)
    if (known?.revision === revision) return known.text
    const text = this.#write(token)
    this.#written.set(token, { revision, text })
    return text
  }

  #write(token: TokenRecord): string {
    return JSON.stringify(tokenView(this.#front, this.#identity, token))
  }

  /** It is made of the profile, the address and the project's id, which never change. */
  #catalog(request: Request, projectId: string | undefined): string {
    const key = `${this.#site.origin(request)} ${projectId}`
    const known = this.#catalogs.get(key)
    if (known !== undefined) return known
    if (this.#catalogs.size >= rememberedCatalogs) this.#catalogs.clear()
    const text = JSON.stringify(this.#catalogOf(request, projectId))
    this.#catalogs.set(key, text)
    return text
  }
}
