import { CloudError, type ErrorCode } from '../../../model/cloud-error.ts'
import type { Fault } from '../kernel/service.ts'

const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  416: 'Requested Range Not Satisfiable',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
} as const

type Status = keyof typeof titles

/** The statuses that Glance's controllers give (openstack/glance `glance/api/v2/images.py`, `image_data.py`). */
const statuses: Readonly<Record<ErrorCode, Status>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  already_exists: 409,
  conflict: 409,
  quota_exceeded: 413,
  no_capacity: 413,
  rate_limited: 429,
  too_large: 413,
  unsupported: 403,
  timeout: 504,
  unavailable: 503,
  canceled: 503,
  internal: 500,
}

/** Errors whose status says more than their code. */
const reasons: Readonly<Record<string, Status>> = {
  MethodNotAllowed: 405,
  Gone: 410,
  UnsupportedMediaType: 415,
  RangeNotSatisfiable: 416,
}

/** Something of Glance's that has a status of its own. */
export const glanceError = (status: 410 | 415 | 416, message: string): CloudError =>
  status === 410
    ? new CloudError('not_found', message, { reason: 'Gone' })
    : new CloudError('invalid', message, { reason: status === 415 ? 'UnsupportedMediaType' : 'RangeNotSatisfiable' })

/**
 * An error as Glance writes it: WebOb's HTML page, or the same as JSON or text for callers that do not take HTML (Pylons/webob `src/webob/exc.py`,
 * `WSGIHTTPException.generate_response`).
 */
export const imageFault = (error: CloudError, _requestId: string, request: Request): Fault => {
  const status = reasons[error.reason ?? ''] ?? statuses[error.code]
  const line = `${status} ${titles[status]}`
  const accept = request.headers.get('accept') ?? '*/*'
  if (status === 401)
    return {
      status,
      body: { error: { code: status, title: titles[status], message: error.message } },
      headers: { 'www-authenticate': 'Keystone' },
    }
  if (takes(accept, 'text', 'html'))
    return {
      status,
      body: `<html>\n <head>\n  <title>${line}</title>\n </head>\n <body>\n  <h1>${line}</h1>\n  ${escaped(error.message)}<br /><br />\n\n\n </body>\n</html>`,
      headers: { 'content-type': 'text/html; charset=UTF-8' },
    }
  if (takes(accept, 'application', 'json'))
    return { status, body: { message: `${error.message}<br /><br />\n\n\n`, code: line, title: titles[status] } }
  return {
    status,
    body: `${line}\n\n${error.message}\n\n\n   `,
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
  }
}

const takes = (accept: string, type: string, subtype: string): boolean =>
  accept.split(',').some((part) => {
    const range = part.split(';')[0]?.trim().toLowerCase()
    return range === `${type}/${subtype}` || range === `${type}/*` || range === '*/*'
  })

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
