import { CloudError, type ErrorCode } from '../../../model/cloud-error.ts'
import type { Fault } from '../kernel/service.ts'

/** Swift's titles and explanations (openstack/swift `swift/common/swob.py`, `RESPONSE_REASONS`), and the code that each stands for here. */
const reasons = {
  400: [
    'Bad Request',
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    'invalid',
  ],
  401: [
    'Unauthorized',
    'This server could not verify that you are authorized to access the document you requested.',
    'unauthenticated',
  ],
  403: ['Forbidden', 'Access was denied to this resource.', 'forbidden'],
  404: ['Not Found', 'The resource could not be found.', 'not_found'],
  405: ['Method Not Allowed', 'The method is not allowed for this resource.', 'unsupported'],
  406: ['Not Acceptable', 'The resource is not available in a format acceptable to your browser.', 'invalid'],
  408: ['Request Timeout', 'The server has waited too long for the request to be sent by the client.', 'timeout'],
  409: ['Conflict', 'There was a conflict when trying to complete your request.', 'conflict'],
  411: ['Length Required', 'Content-Length header required.', 'invalid'],
  412: ['Precondition Failed', 'A precondition for this request was not met.', 'invalid'],
  413: ['Request Entity Too Large', 'The body of your request was too large for this server.', 'too_large'],
  416: ['Requested Range Not Satisfiable', 'The Range requested is not available.', 'invalid'],
  422: ['Unprocessable Entity', 'Unable to process the contained instructions', 'invalid'],
  429: ['Too Many Requests', 'Too many requests came at once.', 'rate_limited'],
  500: [
    'Internal Error',
    'The server has either erred or is incapable of performing the requested operation.',
    'internal',
  ],
  501: ['Not Implemented', 'The requested method is not implemented by this server.', 'unsupported'],
  503: ['Service Unavailable', 'The server is currently unavailable. Please try again at a later time.', 'unavailable'],
  507: ['Insufficient Storage', 'There was not enough space to save the resource.', 'no_capacity'],
} as const satisfies Readonly<Record<number, readonly [string, string, ErrorCode]>>

export type RefusalStatus = keyof typeof reasons

const statuses: Readonly<Record<ErrorCode, RefusalStatus>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  already_exists: 409,
  conflict: 409,
  quota_exceeded: 413,
  no_capacity: 507,
  rate_limited: 429,
  too_large: 413,
  unsupported: 501,
  timeout: 503,
  unavailable: 503,
  canceled: 503,
  internal: 500,
}

/** A refusal with that status, to be thrown. Without a text of its own it is told by Swift's page for the status. */
export const swiftRefusal = (status: RefusalStatus, text?: string): CloudError => {
  const [title, explanation, code] = reasons[status]
  return new CloudError(code, text ?? explanation, { reason: title })
}

/** The status with which an error is answered: a refusal's own, or what Swift has for the code of one from below. */
export const statusOf = ({ code, reason }: CloudError): RefusalStatus =>
  knownStatuses.find((status) => reasons[status][0] === reason) ?? statuses[code]

const knownStatuses = Object.keys(reasons).map(Number) as RefusalStatus[]

/** Such as `404 Not Found`, as results of bulk requests tell it. */
export const statusLine = (status: number): string => {
  const known = knownStatuses.find((each) => each === status)
  return `${status} ${known === undefined ? (successes[status] ?? '') : reasons[known][0]}`
}

const successes: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content' }

/** Swift's small page. */
export const page = (title: string, explanation: string): string =>
  `<html><h1>${title}</h1><p>${explanation}</p></html>`

/** The refusal's body and headers: Swift's page, or its own text. What went wrong below is told by status alone, as Swift's proxy does. */
export const swiftFault = (error: CloudError): Fault => {
  const status = statusOf(error)
  const [title, explanation] = reasons[status]
  const isOwnText = error.reason === title && error.message !== explanation
  return {
    status,
    body: isOwnText ? error.message : page(title, explanation),
    headers: { 'content-type': `${isOwnText ? 'text/plain' : 'text/html'}; charset=UTF-8` },
  }
}

/** The same as an answer about that account. */
export const refusalResponse = (error: CloudError, account: string): Response => {
  const { status, body, headers = {} } = swiftFault(error)
  const challenge = { 'www-authenticate': `Swift realm="${encodeURIComponent(account)}", Keystone` }
  return new Response(String(body), { status, headers: { ...headers, ...(status === 401 ? challenge : {}) } })
}
