import type { CloudError, ErrorCode } from '../../../model/cloud-error.ts'
import type { Fault } from '../kernel/service.ts'

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

/** An error as Placement writes it: `{"errors": [{"status", "title", "detail", "request_id", "code"}]}`. */
export const placementFault = (error: CloudError, requestId: string): Fault => {
  const { status, title } = answersByReason[error.reason ?? ''] ?? answers[error.code]
  const fault = {
    status,
    request_id: requestId,
    title,
    detail: `${error.message}\n\n`,
    code: 'placement.undefined_code',
  }
  return {
    status,
    body: { errors: [fault] },
    ...(status === 401 ? { headers: { 'www-authenticate': 'Keystone' } } : {}),
  }
}
