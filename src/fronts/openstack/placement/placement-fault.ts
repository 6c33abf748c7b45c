import type { CloudError, ErrorCode } from '../../../model/cloud-error.ts'
import type { Microversion } from '../../../wire/openstack/microversion.ts'
import { isAtLeast } from '../../../wire/openstack/microversion.ts'
import type { Fault } from '../kernel/service.ts'

/** The microversions there are, and the request's own, which is absent when it cannot be met. */
interface Versions {
  readonly min: string
  readonly max: string
  readonly asked: Microversion | undefined
}

interface Answer {
  readonly status: Fault['status']
  readonly title: string
}

/** Placement's answers (openstack/placement `placement/wsgi_wrapper.py`, `placement/util.py`). */
const answers: Readonly<Record<ErrorCode, Answer>> = {
  invalid: { status: 400, title: 'Bad Request' },
  unauthenticated: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  not_found: { status: 404, title: 'Not Found' },
  already_exists: { status: 409, title: 'Conflict' },
  conflict: { status: 409, title: 'Conflict' },
  quota_exceeded: { status: 403, title: 'Forbidden' },
  no_capacity: { status: 409, title: 'Conflict' },
  rate_limited: { status: 429, title: 'Too Many Requests' },
  too_large: { status: 413, title: 'Request Entity Too Large' },
  unsupported: { status: 501, title: 'Not Implemented' },
  timeout: { status: 504, title: 'Gateway Timeout' },
  unavailable: { status: 503, title: 'Service Unavailable' },
  canceled: { status: 503, title: 'Service Unavailable' },
  internal: { status: 500, title: 'Internal Server Error' },
}

const answersByReason: Readonly<Record<string, Answer>> = {
  MethodNotAllowed: { status: 405, title: 'Method Not Allowed' },
  MicroversionNotSupported: { status: 406, title: 'Not Acceptable' },
}

/** An error as Placement writes it: `{"errors": [{"status", "title", "detail", "request_id"}]}`, with a code from 1.23 on. */
export const placementFault = (error: CloudError, requestId: string, { min, max, asked }: Versions): Fault => {
  const { status, title } = answersByReason[error.reason ?? ''] ?? answers[error.code]
  const fault = {
    status,
    request_id: requestId,
    title,
    detail: `${error.message}\n\n`,
    ...(asked && isAtLeast(asked, '1.23') ? { code: 'placement.undefined_code' } : {}),
    ...(status === 406 && !asked ? { max_version: max, min_version: min } : {}),
  }
  return {
    status,
    body: { errors: [fault] },
    ...(status === 401 ? { headers: { 'www-authenticate': 'Keystone' } } : {}),
  }
}
