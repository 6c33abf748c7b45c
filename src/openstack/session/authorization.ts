import type { CatalogEntry } from '../../wire/openstack/identity/token-answer.ts'

/** A token and what it is good for. */
export interface Authorization {
  readonly token: string
  /** Milliseconds since the epoch on this side's clock, however wrong either clock is. */
  readonly expiresAt: number
  /** Milliseconds since the epoch from which on it is renewed before it is used. */
  readonly renewAt: number
  readonly user: { readonly id: string; readonly name?: string }
  /** Absent for tokens that are not of a project. */
  readonly project?: {
    readonly id: string
    readonly name: string
    readonly domain?: { readonly id: string; readonly name: string }
  }
  readonly roles: readonly string[]
  readonly catalog: readonly CatalogEntry[]
}
