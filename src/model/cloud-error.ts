import type { ResourceKind } from './resource-kind.ts'

/** The closed set of reasons for which a cloud says no. Programs branch on these and on nothing else. */
export const errorCodes = [
  /** The request is malformed or its values contradict each other; repeating it cannot help. */
  'invalid',
  /** The credentials are missing, wrong or expired. */
  'unauthenticated',
  /** The caller is known and may not do this. */
  'forbidden',
  /** The resource does not exist, or the caller may not know that it does. */
  'not_found',
  /** A resource with this identity exists already. */
  'already_exists',
  /** The resource's present state does not allow it: it is in use, locked, or between states. */
  'conflict',
  /** The account's quota is used up. */
  'quota_exceeded',
  /** The cloud has no room for it now. */
  'no_capacity',
  /** Too many requests; `retryAfterMs` says when to come back, where the cloud said so. */
  'rate_limited',
  /** The body is larger than the cloud takes. */
  'too_large',
  /** The cloud does not offer this, now or later. */
  'unsupported',
  /** No answer came in time: the work may or may not have been done. */
  'timeout',
  /** The cloud could not be reached, or answered that it is out of service: the work may or may not have been done. */
  'unavailable',
  /** The caller stopped it. */
  'canceled',
  /** The cloud failed for a reason of its own, or answered what no one can read. */
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** What a cloud's refusal says would have been taken. */
export interface NamedLimits {
  /** Of a volume, in GiB. */
  readonly sizeGiB?: { readonly least?: number; readonly most?: number }
}

export interface CloudErrorDetails {
  /** What the error is about, where it is about one resource. */
  readonly resource?: { readonly kind: ResourceKind; readonly id?: string }
  /** Milliseconds to wait before asking again, where the cloud said so. */
  readonly retryAfterMs?: number
  /** The cloud's own name for the error, for example Neutron's `NetworkInUse` or EC2's `VpcLimitExceeded`. */
  readonly reason?: string
  /** The cloud's own id of the failed request, for its operator's logs. */
  readonly requestId?: string
  /** The limit that was not kept, where the cloud's refusal names it. */
  readonly limits?: NamedLimits
  /** What the user can do about it: one sentence or one command. */
  readonly hint?: string
  readonly cause?: unknown
}

/** The one error of this project. `message` is a sentence for people and holds no secret; `code` is for programs. */
export class CloudError extends Error {
  override readonly name = 'CloudError'
  readonly code: ErrorCode
  readonly resource: CloudErrorDetails['resource']
  readonly retryAfterMs: number | undefined
  readonly reason: string | undefined
  readonly requestId: string | undefined
  readonly limits: NamedLimits | undefined
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, details: CloudErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.resource = details.resource
    this.retryAfterMs = details.retryAfterMs
    this.reason = details.reason
    this.requestId = details.requestId
    this.limits = details.limits
    this.hint = details.hint
  }
}

/** True for errors after which the same call may succeed without anyone changing anything. */
export const isTransient = (code: ErrorCode): boolean =>
  code === 'rate_limited' || code === 'timeout' || code === 'unavailable'

/** True for errors that leave open whether the cloud did the work: only an idempotent call may be repeated after them. */
export const isAmbiguous = (code: ErrorCode): boolean => code === 'timeout' || code === 'unavailable'
