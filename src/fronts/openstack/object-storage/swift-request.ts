import type { Authorization } from '../kernel/service.ts'
import type { Target } from './target.ts'

/** Who asks. */
interface Caller {
  /** Absent for those without a good token. */
  readonly authorization?: Authorization
  /** What a signature in the address lets anyone do: whatever it says yes to, whoever asks, and nothing else. */
  readonly mayReach?: (target: Target) => boolean
}

/** A request to Swift: one that came in, or one that serves another, such as each delete of a bulk delete. */
export interface SwiftRequest {
  readonly method: string
  readonly target: Target
  readonly headers: Headers
  readonly query: URLSearchParams
  readonly body: ReadableStream<Uint8Array> | null
  readonly caller: Caller
  /** How many large objects lie in one another down to what is asked for; 0 when absent. */
  readonly depth?: number
}

/** A request that serves another and asks for what nobody wrote beside the address: same caller, no query, no body, those headers. */
export const subrequest = (
  { caller, depth = 0 }: SwiftRequest,
  method: string,
  target: Target,
  more: {
    readonly headers?: Headers
    readonly query?: URLSearchParams
    readonly body?: ReadableStream<Uint8Array>
  } = {},
): SwiftRequest => ({
  method,
  target,
  headers: more.headers ?? new Headers(),
  query: more.query ?? new URLSearchParams(),
  body: more.body ?? null,
  caller,
  depth,
})

/** What Swift takes for yes (openstack/swift `swift/common/utils/config.py`, `TRUE_VALUES`). */
export const isTrue = (text: string | null): boolean =>
  text !== null && ['true', '1', 'yes', 'on', 't', 'y'].includes(text.toLowerCase())

/** How many bytes the body has; undefined where it is sent in chunks or not at all. */
export const contentLength = ({ headers }: SwiftRequest): number | undefined => {
  const text = headers.get('content-length')
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined
}

/** A header's value as text: on the wire it is bytes, which HTTP libraries show as Latin-1 and Swift takes for UTF-8. */
export const textOf = (value: string): string => {
  if (/^[\0-\x7f]*$/.test(value)) return value
  const text = Buffer.from(value, 'latin1').toString('utf8')
  return text.includes('\ufffd') ? value : text
}

/** The other way round: text as a header can carry it. */
export const headerOf = (text: string): string =>
  /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
