import type { CloudError, ErrorCode } from '../../../model/cloud-error.ts'
import type { Fault } from '../kernel/service.ts'

/** For each code the status and, for errors that name none, Neutron's exception (openstack/neutron-lib `neutron_lib/api/faults.py`). */
const faults: Readonly<Record<ErrorCode, readonly [status: Fault['status'], type: string]>> = {
  invalid: [400, 'HTTPBadRequest'],
  unauthenticated: [401, 'HTTPUnauthorized'],
  forbidden: [403, 'PolicyNotAuthorized'],
  not_found: [404, 'HTTPNotFound'],
  already_exists: [409, 'Conflict'],
  conflict: [409, 'Conflict'],
  quota_exceeded: [409, 'OverQuota'],
  no_capacity: [503, 'ServiceUnavailable'],
  rate_limited: [429, 'HTTPTooManyRequests'],
  too_large: [413, 'HTTPRequestEntityTooLarge'],
  unsupported: [501, 'NotImplementedError'],
  timeout: [504, 'HTTPGatewayTimeout'],
  unavailable: [503, 'ServiceUnavailable'],
  canceled: [503, 'ServiceUnavailable'],
  internal: [500, 'HTTPInternalServerError'],
}

/** Reasons of the pipeline's under the names that Neutron has for them. */
const pipelineReasons: Readonly<Record<string, string>> = {
  PathNotFound: 'HTTPNotFound',
  MethodNotAllowed: 'HTTPMethodNotAllowed',
  ValidationError: 'HTTPBadRequest',
  MalformedRequestBody: 'HTTPBadRequest',
}

/** Neutron's shape of an error; a missing token is refused in keystonemiddleware's, which stands in front of it. */
export const networkFault = (error: CloudError): Fault => {
  if (error.code === 'unauthenticated')
    return {
      status: 401,
      body: { error: { code: 401, title: 'Unauthorized', message: error.message } },
      headers: { 'www-authenticate': 'Keystone' },
    }
  const [usual, name] = faults[error.code]
  const status =
    error.reason === 'MethodNotAllowed' ? 405 : error.reason === 'RevisionNumberConstraintFailed' ? 412 : usual
  const type = (error.reason && (pipelineReasons[error.reason] ?? error.reason)) || name
  return { status, body: { NeutronError: { type, message: error.message, detail: '' } } }
}
