import { CloudError } from '../../../model/cloud-error.ts'

export interface PageRequest {
  /** The id of the last item that the caller has. */
  readonly marker?: string | undefined
  /** As the caller wrote it. */
  readonly limit?: string | undefined
  /** The most that the cloud gives at once. */
  readonly atMost: number
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** The marker of the next page; absent on the last one. */
  readonly next?: string
  /** The limit that held: what the next page's link repeats. */
  readonly limit: number
}

/** One page of an ordered list. Throws `invalid` for a limit that is no whole number ≥ 0 and for a marker that is not in the list. */
export const pageOf = <Item extends { readonly id: string }>(
  items: readonly Item[],
  { marker, limit, atMost }: PageRequest,
): Page<Item> => {
  if (limit !== undefined && !/^\d{1,9}$/.test(limit))
    throw new CloudError('invalid', `Invalid input for query parameters limit. Value: ${limit}.`)
  const asked = limit === undefined ? atMost : Number(limit)
  const size = Math.min(asked, atMost)
  const start = marker === undefined ? 0 : items.findIndex(({ id }) => id === marker) + 1
  if (marker !== undefined && start === 0)
    throw new CloudError('invalid', `marker [${marker}] not found`, { reason: 'MarkerNotFound' })
  const found = items.slice(start, start + size)
  const last = found.at(-1)
  return { items: found, limit: size, ...(last && start + size < items.length ? { next: last.id } : {}) }
}

export interface SortKey<Item> {
  readonly read: (item: Item) => string | number | boolean | null | undefined
  readonly descending: boolean
}

/** A copy in that order: the first key decides, later ones where it is equal; items without a value come first when ascending. */
export const sortedBy = <Item>(items: Iterable<Item>, keys: ReadonlyArray<SortKey<Item>>): Item[] =>
  [...items].sort((a, b) => {
    for (const { read, descending } of keys) {
      const order = compare(read(a), read(b))
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })

const compare = (a: string | number | boolean | null | undefined, b: typeof a): number => {
  if (a === b) return 0
  if (a === undefined || a === null) return -1
  if (b === undefined || b === null) return 1
  return a < b ? -1 : 1
}
