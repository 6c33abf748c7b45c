import { limits } from './limits.ts'
import { swiftRefusal } from './swift-refusal.ts'
import { headerOf, textOf } from './swift-request.ts'

/** Metadata by lower-case name. */
export type Metadata = Readonly<Record<string, string>>

/** The metadata among headers, names without the prefix. Throws 400 past what may be sent at once (openstack/swift `swift/common/constraints.py`, `check_metadata`). */
export const metadataIn = (headers: Headers, prefix: string): Record<string, string> => {
  const found: Record<string, string> = {}
  let [count, size] = [0, 0]
  for (const [header, raw] of headers) {
    if (raw.length > limits.max_header_size) throw swiftRefusal(400, `Header value too long: ${header.slice(0, 128)}`)
    if (!header.startsWith(prefix)) continue
    // Below HTTP servers that speak WSGI, as Swift's does, both are one.
    const name = header.slice(prefix.length).replaceAll('_', '-')
    if (name === '') throw swiftRefusal(400, 'Metadata name cannot be empty')
    count += 1
    size += name.length + raw.length
    if (name.length > limits.max_meta_name_length) throw swiftRefusal(400, `Metadata name too long: ${prefix}${name}`)
    if (raw.length > limits.max_meta_value_length)
      throw swiftRefusal(400, `Metadata value longer than ${limits.max_meta_value_length}: ${prefix}${name}`)
    if (count > limits.max_meta_count) throw swiftRefusal(400, `Too many metadata items; max ${limits.max_meta_count}`)
    checkSize(size)
    found[name] = textOf(raw)
  }
  return found
}

/**
 * An account's or container's metadata after a POST: what is named changes, what is named with no value or by `X-Remove-…` goes, all else stays. Throws 400
 * when that is more than there may be.
 */
export const mergedMetadata = (before: Metadata, headers: Headers, prefix: string): Metadata => {
  const merged: Record<string, string> = { ...before }
  for (const name of Object.keys(metadataIn(headers, prefix.replace('x-', 'x-remove-')))) delete merged[name]
  for (const [name, value] of Object.entries(metadataIn(headers, prefix)))
    if (value === '') delete merged[name]
    else merged[name] = value
  const entries = Object.entries(merged)
  if (entries.length > limits.max_meta_count)
    throw swiftRefusal(400, `Too many metadata items; max ${limits.max_meta_count}`)
  checkSize(entries.reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0))
  return merged
}

/** Writes metadata as headers. */
export const setMetadata = (headers: Headers, prefix: string, metadata: Metadata): void => {
  for (const [name, value] of Object.entries(metadata)) headers.set(prefix + name, headerOf(value))
}

const checkSize = (size: number): void => {
  if (size > limits.max_meta_overall_size)
    throw swiftRefusal(400, `Total metadata too large; max ${limits.max_meta_overall_size}`)
}
