import type { Redactor } from './redactor.ts'

/** A request's or an answer's headers and body as people may see them. */
export interface ShownMessage {
  /** Those that say how the message is to be read; none that holds a token. */
  readonly headers: Readonly<Record<string, string>>
  /** Empty when there was no body, or none that was kept. JSON where the message was JSON: long texts and lists are shortened inside it. */
  readonly body: string
  /** The body's length on the wire, in characters; 0 for streams, which are not kept. */
  readonly length: number
}

/** What an exchange keeps until somebody wants to see it. Holds secrets. */
export interface KeptMessage {
  readonly headers: Iterable<readonly [string, string]>
  readonly body: string
}

/** Longer bodies are not kept: a redacted part of one could still hold a part of a secret. Nova takes 64 KiB of user data, and its JSON with them. */
const keptLength = 98_304

/** The most characters of a body that are shown. */
const shownLength = 4096

/** The body if it is short enough to be kept, else nothing of it. */
export const keptBody = (body: string | ReadableStream | undefined): string =>
  typeof body === 'string' && body.length <= keptLength ? body : ''

const shownHeaders: ReadonlySet<string> = new Set([
  'content-type',
  'location',
  'openstack-api-version',
  'retry-after',
  'x-compute-request-id',
  'x-openstack-nova-api-version',
  'x-openstack-request-id',
])

/**
 * Both messages of an exchange without secrets: neither those of the session, nor the values of fields that hold some by their name (passwords, tokens,
 * private keys, user data), nor what the answer repeats of such values.
 */
export const shownMessages = (
  redactor: Redactor,
  request: KeptMessage,
  answer: KeptMessage,
): { readonly request: ShownMessage; readonly answer: ShownMessage } => {
  const values = new Set<string>()
  const bodies = [request, answer].map(({ body }) => withoutSecretFields(body, values))
  const clean = (text: string): string => {
    let cleaned = redactor.clean(text)
    for (const value of values)
      for (const form of [value, JSON.stringify(value).slice(1, -1)]) cleaned = cleaned.replaceAll(form, '***')
    return cleaned
  }
  const shown = ({ headers, body }: KeptMessage, text: string): ShownMessage => ({
    headers: Object.fromEntries(
      [...headers].filter(([name]) => shownHeaders.has(name)).map(([name, value]) => [name, clean(value)]),
    ),
    body: cut(clean(text)),
    length: body.length,
  })
  return { request: shown(request, bodies[0] ?? ''), answer: shown(answer, bodies[1] ?? '') }
}

const cut = (text: string): string => (text.length > shownLength ? `${text.slice(0, shownLength - 1)}…` : text)

/** The text with the values of secret fields hidden and, where it is JSON, shortened. The values are added to the set. */
const withoutSecretFields = (text: string, values: Set<string>): string => {
  if (!/^\s*[{[]/.test(text)) return text
  try {
    return JSON.stringify(hidden(JSON.parse(text), '', values))
  } catch {
    // An answer that was cut off on its way.
    return text.replace(/"([^"\\]+)"(\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)/g, (whole, field: string, colon: string) =>
      isSecretField(field) ? `"${field}"${colon}"***"` : whole,
    )
  }
}

/** Names of fields, letters only and in lower case, whose values are secrets or may contain some. */
const secretField =
  /(password|passphrase|adminpass|secret|privatekey|userdata|token|cookie|authorization|contents|blob|output)$/

const hidden = (value: unknown, field: string, values: Set<string>): unknown => {
  if (Array.isArray(value)) {
    const items = value.map((item) => hidden(item, field, values))
    return items.length > 8 ? [...items.slice(0, 8), `… and ${items.length - 8} more`] : items
  }
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      // A token within a login is `{"id": …}` (openstack/keystone keystone/api/_shared/authentication.py).
      Object.entries(value).map(([key, item]) => [
        key,
        hidden(item, key === 'id' && field === 'token' ? field : key, values),
      ]),
    )
  if (typeof value !== 'string') return value
  if (isSecretField(field)) {
    if (value.length >= 4) values.add(value)
    return '***'
  }
  return value.length > 400 ? `${value.slice(0, 399)}…` : value
}

const isSecretField = (field: string): boolean => secretField.test(field.toLowerCase().replace(/[^a-z]/g, ''))
