import { hash } from 'node:crypto'
import { pooled, type Random } from '../../../lib/random.ts'
import { CloudError } from '../../../model/cloud-error.ts'
import type { Front } from '../kernel/front.ts'
import { forbiddenBy } from '../kernel/policy.ts'
import type { Authorization } from '../kernel/service.ts'
import type { Collection } from '../store/store.ts'
import type {
  ApplicationCredentialRecord,
  AssignmentRecord,
  DomainRecord,
  ProjectRecord,
  RoleRecord,
  TokenRecord,
  UserRecord,
} from './records.ts'
import { SecretVerifier } from './secret-hash.ts'

/** Roles and those that each implies (keystone's bootstrap: openstack/keystone `keystone/cmd/bootstrap.py`). */
const implied: Readonly<Record<string, readonly string[]>> = {
  admin: ['admin', 'manager', 'member', 'reader'],
  manager: ['manager', 'member', 'reader'],
  member: ['member', 'reader'],
}

export interface TokenRequest {
  readonly userId: string
  readonly methods: readonly string[]
  readonly projectId?: string | undefined
  readonly domainId?: string | undefined
  readonly applicationCredentialId?: string | undefined
  /** Tokens made from a token end when that ends, and carry its audit id on. */
  readonly from?: TokenRecord | undefined
}

/** Who there is, what they may do where, and the tokens that prove it. */
export class Identity {
  readonly domains: Collection<DomainRecord>
  readonly projects: Collection<ProjectRecord>
  readonly users: Collection<UserRecord>
  readonly roles: Collection<RoleRecord>
  readonly assignments: Collection<AssignmentRecord>
  readonly applicationCredentials: Collection<ApplicationCredentialRecord>
  readonly tokens: Collection<TokenRecord>
  readonly #front: Front
  readonly #forbidden: ReadonlySet<string>
  readonly #secrets = new SecretVerifier()
  readonly #random: Random
  #authorizations = new WeakMap<TokenRecord, Authorization>()

  constructor(front: Front) {
    this.#front = front
    this.#random = pooled(front.random)
    this.#forbidden = forbiddenBy(front.profile)
    const { store } = front
    this.domains = store.collection('identity:domains')
    this.projects = store.collection('identity:projects', { name: ({ name }) => name })
    this.users = store.collection('identity:users', { name: ({ name }) => name })
    this.roles = store.collection('identity:roles', { name: ({ name }) => name })
    this.assignments = store.collection('identity:assignments', {
      user: ({ userId }) => userId,
      target: ({ target }) => target.id,
    })
    this.applicationCredentials = store.collection('identity:application-credentials', { user: ({ userId }) => userId })
    this.tokens = store.collection('identity:tokens', { user: ({ userId }) => userId })
  }

  /** The names of the roles that the user has on the project or domain, with those that they imply. */
  rolesOn(userId: string, targetId: string): ReadonlySet<string> {
    const names = new Set<string>()
    for (const { userId: holder, roleId } of this.assignments.by('target', targetId)) {
      const role = this.roles.get(roleId)
      if (holder !== userId || !role) continue
      for (const name of implied[role.name] ?? [role.name]) names.add(name)
    }
    return names
  }

  grant(userId: string, roleId: string, target: AssignmentRecord['target']): void {
    this.assignments.put({ id: `${userId}/${target.kind}/${target.id}/${roleId}`, userId, roleId, target })
    this.#authorizations = new WeakMap()
  }

  /** Takes a role away, and with it the tokens and application credentials that rest on it. */
  revokeGrant(userId: string, roleId: string, target: AssignmentRecord['target']): boolean {
    const id = `${userId}/${target.kind}/${target.id}/${roleId}`
    if (!this.assignments.get(id)) return false
    this.assignments.delete(id)
    this.endTokens(userId, (token) => token.projectId === target.id || token.domainId === target.id)
    for (const credential of [...this.applicationCredentials.by('user', userId)])
      if (credential.projectId === target.id && credential.roleIds.includes(roleId))
        this.applicationCredentials.delete(credential.id)
    return true
  }

  async setPassword(
    user: Omit<UserRecord, 'passwordHash' | 'passwordChangedAt' | 'olderPasswordHashes'>,
    password: string,
  ): Promise<UserRecord> {
    const passwordChangedAt = new Date(this.#front.clock.now()).toISOString().replace('Z', '000')
    const passwordHash = await this.#secrets.hash(password)
    const olderPasswordHashes = this.#kept(this.users.get(user.id))
    const record: UserRecord = { ...user, passwordHash, passwordChangedAt, olderPasswordHashes }
    this.users.put(record)
    return record
  }

  /** The hashes that outlive a change of password: with the new one as many as must differ. */
  #kept(user: UserRecord | undefined): readonly string[] {
    const { uniqueLastPasswords = 0 } = this.#front.profile.securityCompliance ?? {}
    if (!user || uniqueLastPasswords < 2) return []
    return [...(user.olderPasswordHashes ?? []), user.passwordHash].slice(1 - uniqueLastPasswords)
  }

  /**
   * Whether this is the user's password. Throws `unauthenticated` while the account is locked, right or wrong, as after too many wrong ones in a row
   * (openstack/keystone `keystone/identity/backends/sql.py`, `authenticate`).
   */
  async verifyPassword({ id }: UserRecord, password: string): Promise<boolean> {
    const { lockoutAttempts, lockoutSeconds } = this.#front.profile.securityCompliance ?? {}
    const user = this.need(this.users, 'user', id)
    if (lockoutAttempts === undefined) return this.#secrets.verify(password, user.passwordHash)
    const { failedLogins: failed = { count: 0, lastAt: 0 } } = user
    const now = this.#front.clock.now()
    const over = lockoutSeconds !== undefined && failed.lastAt + lockoutSeconds * 1000 <= now
    if (failed.count >= lockoutAttempts && !over)
      throw new CloudError('unauthenticated', `The account is locked for user: ${id}.`)
    const right = await this.#secrets.verify(password, user.passwordHash)
    const { failedLogins: before, ...current } = this.users.get(id) ?? user
    if (right) {
      if (before) this.users.put(current)
    } else {
      const count = failed.count >= lockoutAttempts ? 1 : (before?.count ?? 0) + 1
      this.users.put({ ...current, failedLogins: { count, lastAt: now } })
    }
    return right
  }

  /** Throws `invalid` when users may not give themselves this password, since it is one of their latest (the same file, `_validate_password_history`). */
  async refuseRepeated({ passwordHash, olderPasswordHashes = [] }: UserRecord, password: string): Promise<void> {
    const { uniqueLastPasswords = 0 } = this.#front.profile.securityCompliance ?? {}
    if (uniqueLastPasswords === 0) return
    for (const hash of [...olderPasswordHashes, passwordHash])
      if (await this.#secrets.verify(password, hash))
        throw new CloudError(
          'invalid',
          `The new password cannot be identical to a previous password. The total number which includes the new password must be unique is ${uniqueLastPasswords}.`,
        )
  }

  verifySecret(secret: string, hash: string): Promise<boolean> {
    return this.#secrets.verify(secret, hash)
  }

  /** A new token: the text for the caller, and what is kept of it. */
  issue({ userId, methods, projectId, domainId, applicationCredentialId, from }: TokenRequest): {
    readonly text: string
    readonly record: TokenRecord
  } {
    const now = this.#front.clock.now()
    const text = Buffer.from(this.#random.bytes(48)).toString('base64url')
    const credential = this.applicationCredentials.get(applicationCredentialId ?? '')
    const endsAt = Math.min(
      now + this.#front.profile.tokenSeconds * 1000,
      ...(from ? [Date.parse(from.expiresAt)] : []),
      ...(credential?.expiresAt ? [Date.parse(`${credential.expiresAt}Z`)] : []),
    )
    const auditId = Buffer.from(this.#random.bytes(16)).toString('base64url')
    const record: TokenRecord = {
      id: tokenKey(text),
      userId,
      methods,
      ...(projectId === undefined ? {} : { projectId }),
      ...(domainId === undefined ? {} : { domainId }),
      ...(applicationCredentialId === undefined ? {} : { applicationCredentialId }),
      issuedAt: microseconds(now),
      expiresAt: microseconds(endsAt),
      auditIds: from ? [auditId, from.auditIds.at(-1) ?? auditId] : [auditId],
    }
    this.tokens.put(record)
    return { text, record }
  }

  /** What is known of a token; undefined for one that never was, has expired or was revoked. */
  token(text: string): TokenRecord | undefined {
    const record = this.tokens.get(tokenKey(text))
    if (!record) return undefined
    if (Date.parse(record.expiresAt) > this.#front.clock.now()) return record
    this.tokens.delete(record.id)
    return undefined
  }

  /** Whom a token stands for; undefined when it stands for nobody (any more). */
  authorization(text: string): Authorization | undefined {
    const token = this.token(text)
    return token && this.authorizationOf(token)
  }

  /** The same for a token that `token` just gave. */
  authorizationOf(token: TokenRecord): Authorization | undefined {
    const known = this.#authorizations.get(token)
    if (known) return known
    const user = this.users.get(token.userId)
    if (!user?.enabled) return undefined
    const project = token.projectId === undefined ? undefined : this.projects.get(token.projectId)
    if (token.projectId !== undefined && !project?.enabled) return undefined
    const roles = this.tokenRoles(token)
    const made: Authorization = {
      tokenId: token.id,
      userId: user.id,
      userName: user.name,
      domainId: user.domainId,
      ...(project ? { projectId: project.id, projectName: project.name } : {}),
      roles,
      isAdmin: roles.has('admin'),
      forbidden: this.#forbidden,
    }
    this.#authorizations.set(token, made)
    return made
  }

  /** The names of the roles that a token has: an application credential's own, else the user's on the token's scope. */
  tokenRoles(token: TokenRecord): ReadonlySet<string> {
    const credential =
      token.applicationCredentialId === undefined
        ? undefined
        : this.applicationCredentials.get(token.applicationCredentialId)
    if (credential) {
      const names = credential.roleIds.map((id) => this.roles.get(id)?.name ?? '')
      return new Set(names.flatMap((name) => implied[name] ?? [name]))
    }
    const target = token.projectId ?? token.domainId
    return target === undefined ? new Set() : this.rolesOn(token.userId, target)
  }

  /** Revokes the tokens of a user that fit; all of them when nothing says which. */
  endTokens(userId: string, fits: (token: TokenRecord) => boolean = () => true): void {
    for (const token of [...this.tokens.by('user', userId)]) if (fits(token)) this.tokens.delete(token.id)
  }

  /** True once the credential's time is over. */
  hasEnded({ expiresAt }: ApplicationCredentialRecord): boolean {
    return expiresAt !== undefined && Date.parse(`${expiresAt}Z`) <= this.#front.clock.now()
  }

  /** Deletes the tokens whose time is over. */
  sweep(): void {
    const now = this.#front.clock.now()
    for (const token of [...this.tokens]) if (Date.parse(token.expiresAt) <= now) this.tokens.delete(token.id)
  }

  /** The record, or `not_found` in Keystone's words. */
  need<Record>(records: { get(id: string): Record | undefined }, what: string, id: string): Record {
    const record = records.get(id)
    if (!record) throw new CloudError('not_found', `Could not find ${what}: ${id}.`)
    return record
  }
}

const tokenKey = (text: string): string => hash('sha256', text, 'base64url')

/** Keystone writes token times with microseconds. */
const microseconds = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '000Z')
