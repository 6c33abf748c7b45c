import type { CloudError, ErrorCode } from '../../../model/cloud-error.ts'
import type { Fault } from '../kernel/service.ts'

/** Cinder's answers: where others say conflict, it calls the request bad (openstack/cinder `cinder/exception.py`, `InvalidVolume`). */
const statuses: Readonly<Record<ErrorCode, Fault['status']>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  already_exists: 409,
  conflict: 400,
  quota_exceeded: 413,
  no_capacity: 400,
  rate_limited: 413,
  too_large: 413,
  unsupported: 400,
  timeout: 504,
  unavailable: 503,
  canceled: 503,
  internal: 500,
}

const reasons: Readonly<Record<string, Fault['status']>> = {
  MethodNotAllowed: 405,
  MicroversionNotSupported: 406,
  ConflictNovaUsingAttachment: 409,
}

/** The names of openstack/cinder `cinder/api/openstack/wsgi.py`, `Fault`. */
const names: Readonly<Partial<Record<Fault['status'], string>>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
  415: 'badMediaType',
  503: 'serviceUnavailable',
}

/** An error as Cinder writes it: `{"badRequest": {"code": 400, "message": …}}`. */
export const blockStorageFault = (error: CloudError): Fault => {
  const status = reasons[error.reason ?? ''] ?? statuses[error.code]
  if (status === 401)
    return {
      status,
      body: { error: { code: 401, title: 'Unauthorized', message: error.message } },
      headers: { 'www-authenticate': 'Keystone' },
    }
  const retryAfter = status === 413 ? { retryAfter: String(Math.ceil((error.retryAfterMs ?? 0) / 1000)) } : {}
  return {
    status,
    body: { [names[status] ?? 'computeFault']: { code: status, message: error.message, ...retryAfter } },
  }
}
