import type { ClassifiedError } from '../../cloud/driver.ts'
import { CloudError, type ErrorCode } from '../../model/cloud-error.ts'

/** EC2's error codes (EC2 API reference, "Error codes"), the first pattern that fits. */
const patterns: ReadonlyArray<readonly [RegExp, ErrorCode]> = [
  [
    /^(Invalid\w+\.NotFound|Invalid\w+\.Unknown|\w+NotFound|Invalid\w*I[Dd]\w*\.Malformed|InvalidParameterValue\.NotFound)$/,
    'not_found',
  ],
  [/(\.Duplicate|AlreadyExists|IdempotentParameterMismatch)$/, 'already_exists'],
  [/^(Request|Client\.Request)?LimitExceeded$|Throttl|^RequestThrottled|TooManyRequests/, 'rate_limited'],
  [/LimitExceeded|^InstanceLimitExceeded|QuotaExceeded|^MaxSpotInstanceCountExceeded/, 'quota_exceeded'],
  [/^Insufficient|^InsufficientInstanceCapacity|^ReservationCapacityExceeded/, 'no_capacity'],
  [
    /^(AuthFailure|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|ExpiredToken\w*|CredentialsProviderError|RequestExpired|Blocked|MissingAuthenticationToken|PendingVerification)$/,
    'unauthenticated',
  ],
  [/^(UnauthorizedOperation|AccessDenied\w*|OptInRequired|OperationNotPermitted|CannotDelete)$/, 'forbidden'],
  [
    /^(DependencyViolation|VolumeInUse|IncorrectState|IncorrectInstanceState|IncorrectModificationState|ResourceInUse|VolumeModificationRateExceeded)$|InUse$|Conflict$|\.Conflict$/,
    'conflict',
  ],
  [/^Unsupported/, 'unsupported'],
  [/^(TimeoutError|RequestTimeout|ETIMEDOUT)$/, 'timeout'],
  [/^AbortError$/, 'canceled'],
  [
    /^(Unavailable|ServiceUnavailable|Server\.Unavailable|NetworkingError|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE)$/,
    'unavailable',
  ],
  [/^(InternalError|InternalFailure|Server\.InternalError)$/, 'internal'],
  [/^(Invalid|Missing|Unknown|Malformed|Validation|Encrypted)/, 'invalid'],
]

interface AwsErrorShape extends Error {
  readonly code?: string
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number }
}

/** Names an error of the AWS SDK's by EC2's own code. */
export const classifyAwsError = (error: unknown): ClassifiedError => {
  if (error instanceof CloudError) return { code: error.code, message: error.message }
  if (!(error instanceof Error)) return { code: 'internal', message: String(error) }
  const { name, code: systemCode, $metadata } = error as AwsErrorShape
  const known = patterns.find(
    ([pattern]) => pattern.test(name) || (systemCode !== undefined && pattern.test(systemCode)),
  )
  const status = $metadata?.httpStatusCode ?? 0
  return {
    code: known?.[1] ?? (status === 503 ? 'unavailable' : 'internal'),
    message: error.message === '' ? name : error.message,
    reason: name,
    ...($metadata?.requestId === undefined ? {} : { requestId: $metadata.requestId }),
  }
}
