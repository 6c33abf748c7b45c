import type { ByteRange } from '../../../model/object-storage.ts'

/** How many ranges one request may name, how many pairs may overlap, and fewer than how many may be out of order (openstack/swift `swift/common/swob.py`). */
const [mostRanges, mostOverlaps, fewestOutOfOrder] = [50, 2, 8]

/**
 * The ranges that a `Range` header names of so many bytes. Undefined where the header is to be ignored, for it is absent or malformed; empty where none of
 * them lies within.
 */
export const byteRanges = (header: string | null, sizeBytes: number): readonly ByteRange[] | undefined => {
  const named = header === null ? undefined : parse(header)
  if (!named) return undefined
  const within = named.flatMap(({ first, last }): readonly ByteRange[] => {
    if (first === undefined)
      return last === 0 || sizeBytes === 0 ? [] : [{ first: Math.max(0, sizeBytes - (last ?? 0)), last: sizeBytes - 1 }]
    return first < sizeBytes ? [{ first, last: Math.min(last ?? sizeBytes - 1, sizeBytes - 1) }] : []
  })
  return isEgregious(within) ? [] : within
}

interface NamedRange {
  /** Absent where `last` counts from the end. */
  readonly first: number | undefined
  readonly last: number | undefined
}

const parse = (header: string): readonly NamedRange[] | undefined => {
  const [, list] = /^\s*bytes\s*=(.*)$/i.exec(header) ?? []
  if (list === undefined) return undefined
  const named: NamedRange[] = []
  for (const part of list.split(',')) {
    const [, from = '', to = ''] = /^\s*(\d*)\s*-\s*(\d*)\s*$/.exec(part) ?? []
    if (from === '' && to === '') return undefined
    const [first, last] = [from === '' ? undefined : Number(from), to === '' ? undefined : Number(to)]
    if (first !== undefined && last !== undefined && last < first) return undefined
    named.push({ first, last })
  }
  return named
}

/** Many small, overlapping or shuffled ranges cost a server far more than a caller: RFC 7233, 6.1. */
const isEgregious = (ranges: readonly ByteRange[]): boolean => {
  if (ranges.length > mostRanges) return true
  const isOutOfOrder = ranges.some(({ first }, index) => first < (ranges[index - 1]?.first ?? 0))
  if (isOutOfOrder && ranges.length >= fewestOutOfOrder) return true
  let overlaps = 0
  for (const [index, one] of ranges.entries())
    for (const other of ranges.slice(index + 1)) if (overlap(one, other)) overlaps += 1
  return overlaps > mostOverlaps
}

const overlap = (one: ByteRange, other: ByteRange): boolean =>
  one.first <= other.last && other.first <= one.last && (one.first !== other.first || one.last !== other.last)
