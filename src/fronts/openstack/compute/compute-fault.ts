import type { CloudError, ErrorCode } from '../../../model/cloud-error.ts'
import type { Fault } from '../kernel/service.ts'

interface Answer {
  readonly status: Fault['status']
  readonly name: string
}

/** Nova's answers; an answer without a name of its own is a `computeFault` (openstack/nova `nova/api/openstack/wsgi.py`). */
const answers: Readonly<Record<ErrorCode, Answer>> = {
  invalid: { status: 400, name: 'badRequest' },
  unauthenticated: { status: 401, name: 'unauthorized' },
  forbidden: { status: 403, name: 'forbidden' },
  not_found: { status: 404, name: 'itemNotFound' },
  already_exists: { status: 409, name: 'conflictingRequest' },
  conflict: { status: 409, name: 'conflictingRequest' },
  quota_exceeded: { status: 403, name: 'forbidden' },
  no_capacity: { status: 409, name: 'conflictingRequest' },
  rate_limited: { status: 429, name: 'overLimit' },
  too_large: { status: 413, name: 'overLimit' },
  unsupported: { status: 501, name: 'notImplemented' },
  timeout: { status: 504, name: 'computeFault' },
  unavailable: { status: 503, name: 'serviceUnavailable' },
  canceled: { status: 503, name: 'serviceUnavailable' },
  internal: { status: 500, name: 'computeFault' },
}

const answersByReason: Readonly<Record<string, Answer>> = {
  MethodNotAllowed: { status: 405, name: 'badMethod' },
  MicroversionNotSupported: { status: 406, name: 'computeFault' },
}

/** An error as Nova writes it: `{"itemNotFound": {"code", "message"}}`; a missing token as keystonemiddleware does. */
export const computeFault = (error: CloudError): Fault => {
  const { status, name } = answersByReason[error.reason ?? ''] ?? answers[error.code]
  if (error.code === 'unauthenticated')
    return {
      status,
      body: { error: { code: status, title: 'Unauthorized', message: error.message } },
      headers: { 'www-authenticate': 'Keystone' },
    }
  return { status, body: { [name]: { code: status, message: error.message } } }
}
