import type { Document } from '../store/store.ts'
import type { ExtraAttributes } from './extra-attributes.ts'

/** What Keystone keeps. Secrets are kept as hashes only. */
export interface DomainRecord extends Document {
  readonly name: string
  readonly description: string
  readonly enabled: boolean
}

export interface ProjectRecord extends Document {
  readonly name: string
  readonly domainId: string
  readonly description: string
  readonly enabled: boolean
  readonly parentId: string
  readonly tags: readonly string[]
  readonly extra?: ExtraAttributes
}

export interface UserRecord extends Document {
  readonly name: string
  readonly domainId: string
  readonly description: string
  readonly enabled: boolean
  readonly email?: string
  readonly extra?: ExtraAttributes
  readonly defaultProjectId?: string
  readonly passwordHash: string
  readonly passwordChangedAt: string
  /** Hashes of the passwords before this one that may not come back, the oldest first. */
  readonly olderPasswordHashes?: readonly string[]
  /** How often in a row a wrong password was given, and when last, in milliseconds since the epoch. */
  readonly failedLogins?: { readonly count: number; readonly lastAt: number }
}

export interface RoleRecord extends Document {
  readonly name: string
  readonly description: string
}

/** A role that a user has on a project or a domain; the id is made of all three. */
export interface AssignmentRecord extends Document {
  readonly userId: string
  readonly roleId: string
  readonly target: { readonly kind: 'project' | 'domain'; readonly id: string }
}

export interface ApplicationCredentialRecord extends Document {
  readonly name: string
  readonly description: string
  readonly userId: string
  readonly projectId: string
  readonly roleIds: readonly string[]
  readonly secretHash: string
  readonly unrestricted: boolean
  readonly expiresAt?: string
}

/** The id is the SHA-256 of the token, so that reading the store gives nobody a token. */
export interface TokenRecord extends Document {
  readonly userId: string
  readonly methods: readonly string[]
  readonly projectId?: string
  readonly domainId?: string
  readonly applicationCredentialId?: string
  readonly issuedAt: string
  readonly expiresAt: string
  readonly auditIds: readonly string[]
}
