import type { AnswerHeaders } from '../http/send.ts'

/** What Swift keeps with an object: its headers and, without the prefix of their names, its own metadata. */
export interface ObjectAttributes {
  readonly contentType?: string
  readonly contentEncoding?: string
  readonly contentDisposition?: string
  readonly cacheControl?: string
  readonly metadata?: Readonly<Record<string, string>>
}

/** Which header is which (openstack/swift `swift/obj/server.py`, `allowed_headers`). */
const headerNames = {
  contentType: 'content-type',
  contentEncoding: 'content-encoding',
  contentDisposition: 'content-disposition',
  cacheControl: 'cache-control',
} as const
const named = Object.entries(headerNames) as ReadonlyArray<readonly [keyof typeof headerNames, string]>

/** What every header of an object's own metadata begins with; the name follows (openstack/swift `swift/common/request_helpers.py`). */
const metadataPrefix = 'x-object-meta-'

/** The headers of a request that sets these. */
export const attributeHeaders = ({ metadata = {}, ...attributes }: ObjectAttributes): Record<string, string> => ({
  ...Object.fromEntries(
    named.flatMap(([key, header]) => {
      const value = attributes[key]
      return value === undefined ? [] : [[header, utf8Header(value)]]
    }),
  ),
  ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [metadataPrefix + name, utf8Header(value)])),
})

/** What an answer's headers tell of an object. */
export interface ObjectHead extends ObjectAttributes {
  /** Of the whole object, also where the answer is a part of it. */
  readonly sizeBytes: number
  /** Without quotes. The MD5 digest of the data, save for large objects. */
  readonly etag: string
  /** True for an object whose data is that of others (openstack/swift `swift/common/middleware/slo.py` and `dlo.py`). */
  readonly isLarge: boolean
  /** ISO 8601. */
  readonly modifiedAt: string
  readonly metadata: Readonly<Record<string, string>>
}

export const objectHeadOf = (headers: AnswerHeaders): ObjectHead => {
  const attributes = named.flatMap(([key, header]) => {
    const value = headers.get(header)
    return value === null ? [] : [[key, textOf(value)]]
  })
  const metadata = [...headers].flatMap(([header, value]) => {
    const name = header.toLowerCase()
    return name.startsWith(metadataPrefix) ? [[name.slice(metadataPrefix.length), textOf(value)]] : []
  })
  const whole = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  return {
    ...Object.fromEntries(attributes),
    sizeBytes: Number(whole ?? headers.get('content-length') ?? 0),
    etag: (headers.get('etag') ?? '').replace(/^"|"$/g, ''),
    isLarge: headers.get('x-static-large-object') !== null || headers.get('x-object-manifest') !== null,
    modifiedAt: timeOf(headers),
    metadata: Object.fromEntries(metadata),
  }
}

/** `x-timestamp` is exact, in seconds; `last-modified` is that, rounded up to whole ones (openstack/swift `swift/obj/server.py`). */
export const timeOf = (headers: AnswerHeaders): string => {
  const seconds = Number(headers.get('x-timestamp') ?? Number.NaN)
  const milliseconds = Number.isNaN(seconds)
    ? Date.parse(headers.get('last-modified') ?? '')
    : Math.floor(seconds * 1000)
  return new Date(Number.isNaN(milliseconds) ? 0 : milliseconds).toISOString()
}

/** HTTP carries bytes in headers, which JavaScript shows as Latin-1; Swift's are UTF-8. */
const utf8Header = (text: string): string => Buffer.from(text).toString('latin1')

const textOf = (header: string): string => {
  const bytes = Buffer.from(header, 'latin1')
  // Some transports read UTF-8 themselves.
  return bytes.toString('latin1') === header ? bytes.toString() : header
}
