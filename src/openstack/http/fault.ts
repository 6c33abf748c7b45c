import type { ErrorCode } from '../../model/cloud-error.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Reply } from './exchange.ts'
import { requestIdOf } from './exchange.ts'
import { parseRetryAfter } from './retry-after.ts'
import { shortageIn } from './shortage-in.ts'

/** What an answer that says no tells, whichever service's shape it has. */
interface Fault {
  readonly message: string
  /** The service's own name for it: Neutron's `NetworkInUse`, Nova's `itemNotFound`. */
  readonly reason?: string
  readonly retryAfterMs?: number
  readonly requestId?: string
}

/**
 * The error in an answer of status 300 or above, of any OpenStack service. The message is the service's own sentence; the caller takes the
 * secrets out of it.
 */
export const faultOf = (reply: Reply, service: string, now: number): CloudError => {
  const fault = parseFault(reply.text)
  const retryAfterMs = parseRetryAfter(reply.headers.get('retry-after'), now) ?? fault.retryAfterMs
  const requestId = requestIdOf(reply.headers) ?? fault.requestId
  const code = codeOf(reply.status, fault, retryAfterMs)
  const sentence = fault.message === '' ? `answered with status ${reply.status}` : fault.message
  const waits = code === 'rate_limited' || code === 'unavailable'
  return new CloudError(code, `${service}: ${sentence}`, {
    ...(fault.reason === undefined ? {} : { reason: fault.reason }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(waits && retryAfterMs !== undefined ? { retryAfterMs } : {}),
  })
}

/** Reasons that say more than their status does. */
const reasons: Readonly<Record<string, ErrorCode>> = {
  OverQuota: 'quota_exceeded',
  QuotaExceeded: 'quota_exceeded',
  IpAddressGenerationFailure: 'no_capacity',
  NoNetworkAvailable: 'no_capacity',
  ExternalIpAddressExhausted: 'no_capacity',
  SecurityGroupRuleExists: 'already_exists',
  AddressScopeInUse: 'conflict',
}

const codeOf = (status: number, { message, reason }: Fault, retryAfterMs: number | undefined): ErrorCode => {
  const named = reason === undefined ? undefined : reasons[reason]
  if (named) return named
  // nova answers 403 and cinder 413 "overLimit" for a full quota (openstack/nova `nova/api/openstack/compute/servers.py`,
  // openstack/cinder `cinder/exception.py`, QuotaError).
  const shortage = shortageIn(message)
  if (shortage === 'quota_exceeded' && [400, 403, 409, 413].includes(status)) return shortage
  if (shortage === 'no_capacity') return shortage
  if (status === 409 && /already (?:exists|used)|duplicate/i.test(message)) return 'already_exists'
  if (status === 413) return retryAfterMs !== undefined || reason === 'overLimit' ? 'rate_limited' : 'too_large'
  return statuses[status] ?? (status >= 500 ? 'internal' : 'invalid')
}

const statuses: Readonly<Record<number, ErrorCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'unsupported',
  406: 'unsupported',
  408: 'timeout',
  409: 'conflict',
  410: 'not_found',
  423: 'conflict',
  429: 'rate_limited',
  501: 'unsupported',
  502: 'unavailable',
  503: 'unavailable',
  504: 'timeout',
}

const parseFault = (text: string): Fault => {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) {
    try {
      return ofJson(JSON.parse(trimmed))
    } catch {
      return { message: brief(trimmed) }
    }
  }
  return { message: brief(trimmed.startsWith('<') ? ofHtml(trimmed) : trimmed) }
}

const ofJson = (json: unknown): Fault => {
  if (!isRecord(json)) return { message: '' }
  const { NeutronError: neutron, errors, error } = json
  if (typeof neutron === 'string') return { message: neutron }
  // openstack/neutron `neutron/api/v2/resource.py`: {"NeutronError": {"type", "message", "detail"}}
  if (isRecord(neutron)) return { message: sentence(neutron, 'message', 'detail'), ...named(neutron.type) }
  // openstack/placement `placement/util.py`: {"errors": [{"status", "title", "detail", "code", "request_id"}]}
  if (Array.isArray(errors) && isRecord(errors[0])) {
    const [first] = errors as [Record<string, unknown>]
    const requestId = typeof first.request_id === 'string' ? { requestId: first.request_id } : {}
    return { message: sentence(first, 'detail', 'title'), ...named(first.code), ...requestId }
  }
  // openstack/keystone `keystone/server/flask/application.py`: {"error": {"code", "message", "title"}}
  if (isRecord(error)) return { message: sentence(error, 'message', 'title'), ...named(error.title) }
  // glance and gateways before a service: {"message", "code", "title"}
  if (typeof json.message === 'string') return { message: sentence(json, 'message'), ...named(json.title) }
  if (typeof json.faultstring === 'string') return { message: brief(json.faultstring) }
  // nova and cinder: {"itemNotFound": {"code": 404, "message"}} (openstack/nova `nova/api/openstack/wsgi.py`, Fault)
  const [entry] = Object.entries(json)
  if (!entry || !isRecord(entry[1])) return { message: '' }
  const [reason, fault] = entry
  const seconds = Number(fault.retryAfter)
  return {
    message: sentence(fault, 'message'),
    reason,
    // cinder writes 0 there for a full quota too: only a real wait is one.
    ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
  }
}

const named = (reason: unknown): { reason?: string } => (typeof reason === 'string' && reason !== '' ? { reason } : {})

const sentence = (fault: Record<string, unknown>, ...keys: string[]): string => {
  for (const key of keys) {
    const value = fault[key]
    if (typeof value === 'string' && value.trim() !== '') return brief(value)
  }
  return ''
}

/** webob's page: a heading that repeats the status, then the sentence. */
const ofHtml = (html: string): string => {
  const body = /<body[^>]*>([\s\S]*)<\/body>/i.exec(html)?.[1] ?? html
  const withoutHeading = body.replace(/<h1[^>]*>[\s\S]*?<\/h1>/i, ' ')
  const text = plain(withoutHeading)
  return text === '' ? plain(body) : text
}

const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()

const brief = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 500 ? `${line.slice(0, 499)}…` : line
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
