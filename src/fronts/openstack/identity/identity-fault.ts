import type { CloudError, ErrorCode } from '../../../model/cloud-error.ts'
import type { Fault } from '../kernel/service.ts'

/** Keystone's answers (openstack/keystone `keystone/exception.py`). */
const answers: Readonly<Record<ErrorCode, { readonly status: Fault['status']; readonly title: string }>> = {
  invalid: { status: 400, title: 'Bad Request' },
  unauthenticated: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  not_found: { status: 404, title: 'Not Found' },
  already_exists: { status: 409, title: 'Conflict' },
  conflict: { status: 409, title: 'Conflict' },
  quota_exceeded: { status: 403, title: 'Forbidden' },
  no_capacity: { status: 503, title: 'Service Unavailable' },
  rate_limited: { status: 429, title: 'Too Many Requests' },
  too_large: { status: 413, title: 'Request Entity Too Large' },
  unsupported: { status: 501, title: 'Not Implemented' },
  timeout: { status: 504, title: 'Gateway Timeout' },
  unavailable: { status: 503, title: 'Service Unavailable' },
  canceled: { status: 503, title: 'Service Unavailable' },
  internal: { status: 500, title: 'Internal Server Error' },
}

/** An error as Keystone writes it: `{"error": {"code", "title", "message"}}`. */
export const identityFault = (error: CloudError): Fault => {
  const { status, title } =
    error.reason === 'MethodNotAllowed' ? { status: 405 as const, title: 'Method Not Allowed' } : answers[error.code]
  return {
    status,
    body: { error: { code: status, message: error.message, title } },
    ...(status === 401 ? { headers: { 'www-authenticate': 'Keystone' } } : {}),
  }
}
