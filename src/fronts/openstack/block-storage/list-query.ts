import { CloudError } from '../../../model/cloud-error.ts'
import type { SortKey } from '../kernel/page.ts'
import { sortedBy } from '../kernel/page.ts'
import type { CinderCall, CinderContext } from './cinder-context.ts'
import { versionFolder } from './cinder-context.ts'
import { notFound } from './cinder-error.ts'

export interface Listing<Item extends { readonly id: string }> {
  /** Below the project, such as `volumes/detail`. */
  readonly path: string
  /** The answer's key, such as `volumes`; the links stand under the same with `_links`. */
  readonly key: string
  readonly what: string
  readonly sortKeys: Readonly<Record<string, SortKey<Item>['read']>>
  readonly view: (item: Item) => unknown
  /** The number of all that fit, for callers that ask `with_count`. */
  readonly count?: boolean
}

/** A page of a list in Cinder's way: sorted, from a marker or an offset on, with a link to the next (openstack/cinder `cinder/api/common.py`). */
export const cinderPage = <Item extends { readonly id: string }>(
  { front, site }: CinderContext,
  context: CinderCall,
  items: readonly Item[],
  { path, key, what, sortKeys, view, count }: Listing<Item>,
): Response => {
  const query = new URL(context.req.url).searchParams
  const limit = Math.min(wholeNumber(query, 'limit') ?? front.profile.pageLimit, front.profile.pageLimit)
  const offset = wholeNumber(query, 'offset') ?? 0
  const sorted = inOrder(items, query, sortKeys)
  const marker = query.get('marker')
  const after = marker === null ? 0 : sorted.findIndex(({ id }) => id === marker) + 1
  if (marker !== null && after === 0) throw notFound(what, marker)
  const page = sorted.slice(after + offset, after + offset + limit)
  const last = page.at(-1)
  const body: Record<string, unknown> = { [key]: page.map(view) }
  if (last && page.length === limit) {
    query.set('marker', last.id)
    query.delete('offset')
    const { projectId } = context.get('authorization')
    body[`${key}_links`] = [
      { rel: 'next', href: `${site.origin(context.req.raw)}${versionFolder(context)}/${projectId}/${path}?${query}` },
    ]
  }
  if (count) body.count = items.length
  return context.json(body)
}

const wholeNumber = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^-?\d{1,10}$/.test(text)) throw new CloudError('invalid', `${name} param must be an integer`)
  if (Number(text) < 0) throw new CloudError('invalid', `${name} param must be positive`)
  if (Number(text) > 2_147_483_647) throw new CloudError('invalid', `${name} param must be less than 2147483647`)
  return Number(text)
}

/** Newest first by default; what the keys leave open goes by age, in the last key's direction. */
const inOrder = <Item>(
  items: readonly Item[],
  query: URLSearchParams,
  sortKeys: Readonly<Record<string, SortKey<Item>['read']>>,
): readonly Item[] => {
  const sort = query.get('sort')
  if (sort !== null && (query.has('sort_key') || query.has('sort_dir')))
    throw new CloudError(
      'invalid',
      "The 'sort_key' and 'sort_dir' parameters are deprecated and cannot be used with the 'sort' parameter.",
    )
  const words =
    sort === null
      ? [[query.get('sort_key') ?? 'created_at', query.get('sort_dir') ?? 'desc']]
      : sort.split(',').map((part) => part.split(':'))
  const keys = words.map(([name = '', direction = 'desc']): SortKey<Item> => {
    const read = sortKeys[name.trim()]
    if (!read) throw new CloudError('invalid', `Invalid input received: Sort key ${name} is not valid`)
    if (!/^(asc|desc)$/.test(direction.trim()))
      throw new CloudError('invalid', 'Invalid input received: Unknown sort direction, must be one of: asc, desc')
    return { read, descending: direction.trim() === 'desc' }
  })
  return sortedBy(keys.at(-1)?.descending ? items.toReversed() : items, keys)
}
