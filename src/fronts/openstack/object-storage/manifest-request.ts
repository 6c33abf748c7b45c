import type { ByteRange } from '../../../model/object-storage.ts'
import { byteRanges } from './byte-ranges.ts'
import { largeObjectLimits } from './limits.ts'
import { swiftRefusal } from './swift-refusal.ts'

/** One segment of a static large object as a user names it. */
export type NamedSegment =
  | { readonly data: string }
  | {
      readonly container: string
      readonly object: string
      readonly path: string
      readonly etag?: string
      readonly sizeBytes?: number
      /** As it was written, such as `0-99` or `-5`. */
      readonly range?: string
    }

/**
 * Reads the body of `PUT …?multipart-manifest=put`. Throws 400 with a line for each mistake, and 413 for too many segments
 * (openstack/swift `swift/common/middleware/slo.py`, `parse_and_validate_input`). `self` is the path of the manifest.
 */
export const parseManifest = (body: string, self: string): readonly NamedSegment[] => {
  const parsed = parseJson(body)
  const mistakes: string[] = []
  const segments = parsed.flatMap((each, index): readonly NamedSegment[] => {
    const read = readSegment(each, index === parsed.length - 1, self)
    if (typeof read !== 'string') return [read]
    mistakes.push(`Index ${index}: ${read}\n`)
    return []
  })
  if (parsed.length > 0 && parsed.every((each) => isRecord(each) && 'data' in each))
    mistakes.push('Inline data segments require at least one object-backed segment.\n')
  if (mistakes.length > 0) throw swiftRefusal(400, mistakes.join(''))
  const most = largeObjectLimits.max_manifest_segments
  if (segments.filter((segment) => 'path' in segment).length > most)
    throw swiftRefusal(413, `Number of object-backed segments must be <= ${most}`)
  return segments
}

const parseJson = (body: string): readonly unknown[] => {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    throw swiftRefusal(400, 'Manifest must be valid JSON.\n')
  }
  if (Array.isArray(parsed)) return parsed
  throw swiftRefusal(400, 'Manifest must be a list.\n')
}

/** The segment, or what is wrong with it. */
const readSegment = (each: unknown, isLast: boolean, self: string): NamedSegment | string => {
  if (!isRecord(each)) return 'not a JSON object'
  const kind = ['data', 'path'].find((key) => key in each)
  if (kind === undefined) return "expected keys to include one of 'data' or 'path'"
  const allowed = kind === 'data' ? ['data'] : ['path', 'range', 'etag', 'size_bytes']
  const extraneous = Object.keys(each).filter((key) => !allowed.includes(key))
  if (extraneous.length > 0)
    return `extraneous keys ${extraneous
      .sort()
      .map((key) => JSON.stringify(key))
      .join(', ')}`
  return kind === 'data' ? readData(each.data) : readPath(each, isLast, self)
}

const readData = (data: unknown): NamedSegment | string => {
  const isBase64 =
    typeof data === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(data) && data.replace(/=+$/, '').length % 4 !== 1
  if (!isBase64) return 'data must be valid base64'
  const bytes = Buffer.from(data, 'base64')
  return bytes.length === 0 ? 'too small; each segment must be at least 1 byte.' : { data: bytes.toString('base64') }
}

const readPath = (
  { path, etag, size_bytes: size, range }: Readonly<Record<string, unknown>>,
  isLast: boolean,
  self: string,
): NamedSegment | string => {
  if (typeof path !== 'string') return '"path" must be a string'
  if (etag !== undefined && etag !== null && typeof etag !== 'string')
    return '"etag" must be a string or null (if provided)'
  const [, container, object] = /^\/*([^/]+)\/(.*[^/].*)$/s.exec(path) ?? []
  if (container === undefined || object === undefined)
    return 'path does not refer to an object. Path must be of the form /container/object.'
  const sizeBytes = size === undefined || size === null ? undefined : Number(size)
  if (sizeBytes !== undefined && (!Number.isInteger(sizeBytes) || size === '')) return 'invalid size_bytes'
  if (sizeBytes !== undefined && sizeBytes < 1 && !isLast) return 'too small; each segment must be at least 1 byte.'
  if (`${container}/${object}` === self) return 'manifest must not include itself as a segment'
  const problem = range ? rangeProblem(String(range), sizeBytes) : undefined
  if (problem !== undefined) return problem
  return {
    container,
    object,
    path,
    ...(typeof etag === 'string' ? { etag } : {}),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(range ? { range: String(range) } : {}),
  }
}

const rangeProblem = (range: string, sizeBytes: number | undefined): string | undefined => {
  const ranges = byteRanges(`bytes=${range}`, sizeBytes ?? Number.MAX_SAFE_INTEGER)
  if (!ranges) return 'invalid range'
  if (range.includes(',')) return 'multiple ranges (only one allowed)'
  return sizeBytes !== undefined && ranges.length !== 1 ? 'unsatisfiable range' : undefined
}

/** The one range that a segment names of an object of that size; undefined where it names none or all of it. */
export const rangeOf = (range: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined => {
  if (range === undefined) return undefined
  const [found] = byteRanges(`bytes=${range}`, sizeBytes) ?? []
  if (!found) return 'unsatisfiable'
  return found.first === 0 && found.last === sizeBytes - 1 ? undefined : found
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
