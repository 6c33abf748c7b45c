import type {
  ListedContainer,
  ListedObject,
  ListedSubdirectory,
} from '../../../wire/openstack/object-storage/listing.ts'
import { bestMatch } from './accept.ts'
import { swiftRefusal } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'

const formats = ['text/plain', 'application/json', 'application/xml', 'text/xml'] as const
export type ListingFormat = (typeof formats)[number]

/** The form of a listing: what the query names, else what is accepted, plain text for choice. Throws 406 (openstack/swift `swift/common/middleware/listing_formats.py`). */
export const listingFormat = ({ query, headers }: SwiftRequest): ListingFormat => {
  const named = query.get('format')?.toLowerCase()
  if (named) return named === 'json' || named === 'xml' ? `application/${named}` : 'text/plain'
  const format = bestMatch(headers.get('accept'), formats)
  if (!format) throw swiftRefusal(406)
  return format
}

/** A listing as an answer: 204 when it is plain text and nothing is in it. `of` is what is listed. */
export const listingAnswer = (
  items: ReadonlyArray<ListedContainer | ListedObject | ListedSubdirectory>,
  of: { readonly kind: 'account' | 'container'; readonly name: string },
  format: ListingFormat,
  headers: Headers,
): Response => {
  const body = written(items, of, format)
  headers.set('content-type', `${format}; charset=utf-8`)
  headers.set('content-length', String(Buffer.byteLength(body)))
  return new Response(body === '' ? null : body, { status: body === '' ? 204 : 200, headers })
}

const written = (
  items: ReadonlyArray<ListedContainer | ListedObject | ListedSubdirectory>,
  { kind, name }: { readonly kind: 'account' | 'container'; readonly name: string },
  format: ListingFormat,
): string => {
  switch (format) {
    case 'application/json':
      return JSON.stringify(items)
    case 'text/plain':
      return items.map((item) => `${'subdir' in item ? item.subdir : item.name}\n`).join('')
    default:
      return `<?xml version="1.0" encoding="UTF-8"?>\n<${kind} name="${escaped(name)}">${kind === 'account' ? '\n' : ''}${items
        .map((item) => element(item, kind))
        .join('')}</${kind}>`
  }
}

const element = (item: ListedContainer | ListedObject | ListedSubdirectory, kind: 'account' | 'container'): string => {
  const fields =
    kind === 'account'
      ? ['name', 'count', 'bytes', 'last_modified']
      : ['name', 'hash', 'bytes', 'content_type', 'last_modified']
  const end = kind === 'account' ? '\n' : ''
  if ('subdir' in item) {
    const subdirectory = escaped(String(item.subdir))
    return kind === 'account'
      ? `<subdir name="${subdirectory}" />\n`
      : `<subdir name="${subdirectory}"><name>${subdirectory}</name></subdir>`
  }
  const tag = kind === 'account' ? 'container' : 'object'
  const told: Readonly<Record<string, unknown>> = item
  return `<${tag}>${fields.map((field) => `<${field}>${escaped(String(told[field]))}</${field}>`).join('')}</${tag}>${end}`
}

/** Text as XML has it. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
