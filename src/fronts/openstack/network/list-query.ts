import { readFlag } from '../../../wire/openstack/network/attribute.ts'
import { sortedBy } from '../kernel/page.ts'
import { httpBadRequest, invalidInput } from './neutron-error.ts'
import type { Resource, View } from './resource.ts'

const controls = new Set(['fields', 'limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir'])
const tagFilters = new Set(['tags', 'tags-any', 'not-tags', 'not-tags-any'])

type Test = (value: Readonly<Record<string, unknown>>) => boolean

/** The tests that the query's filters make: values of one attribute are alternatives, attributes add up. Throws 400 for what cannot be filtered by. */
export const filtersOf = (query: URLSearchParams, { attributes, tagged }: Resource): readonly Test[] => {
  const keys = [...new Set(query.keys())].filter((key) => !controls.has(key))
  const unknown = keys.filter(
    (key) => !attributes.has(key) && key !== 'changed_since' && !(tagged && tagFilters.has(key)),
  )
  if (unknown.length > 0)
    throw httpBadRequest(`[${unknown.map((key) => `'${key}'`).join(', ')}] is invalid attribute for filtering`)
  return keys.map((key) => {
    const wanted = query.getAll(key)
    if (tagged && tagFilters.has(key)) return tagTest(key, wanted)
    if (key === 'fixed_ips') return fixedIpTest(wanted)
    if (key === 'changed_since') return changedSinceTest(wanted[0] ?? '')
    return (value) => wanted.some((one) => matches(value[key], one, key))
  })
}

const matches = (value: unknown, wanted: string, key: string): boolean => {
  if (typeof value === 'boolean') {
    const flag = readFlag(wanted)
    if (flag === undefined) throw invalidInput(`'${wanted}' cannot be converted to boolean for ${key}`)
    return value === flag
  }
  if (Array.isArray(value))
    return value.some((item) => item === wanted || (item as { id?: unknown } | null)?.id === wanted)
  return String(value ?? '') === wanted
}

/** openstack/neutron `neutron/db/tag_db.py`: each value may hold several tags with commas between. */
const tagTest = (key: string, values: readonly string[]): Test => {
  const wanted = values.flatMap((value) => value.split(','))
  const tagsOf = (value: Readonly<Record<string, unknown>>) => new Set(value.tags as readonly string[])
  if (key === 'tags') return (value) => wanted.every((tag) => tagsOf(value).has(tag))
  if (key === 'tags-any') return (value) => wanted.some((tag) => tagsOf(value).has(tag))
  if (key === 'not-tags') return (value) => !wanted.every((tag) => tagsOf(value).has(tag))
  return (value) => !wanted.some((tag) => tagsOf(value).has(tag))
}

interface FixedIp {
  readonly subnet_id: string
  readonly ip_address: string
}

const fixedIpTest = (values: readonly string[]): Test => {
  const pairs = values.map((value) => value.split('=', 2) as [string, string | undefined])
  for (const [name, value] of pairs)
    if (!['subnet_id', 'ip_address', 'ip_address_substr'].includes(name) || value === undefined)
      throw httpBadRequest(`Invalid input for fixed_ips. Reason: '${name}' is not a valid key of a fixed IP.`)
  const named = (name: string) => pairs.filter(([key]) => key === name).map(([, value]) => value ?? '')
  const [subnets, addresses, parts] = [named('subnet_id'), named('ip_address'), named('ip_address_substr')]
  return (value) => {
    const fixedIps = value.fixed_ips as readonly FixedIp[]
    return (
      (subnets.length === 0 || fixedIps.some(({ subnet_id }) => subnets.includes(subnet_id))) &&
      (addresses.length === 0 || fixedIps.some(({ ip_address }) => addresses.includes(ip_address))) &&
      (parts.length === 0 || fixedIps.some(({ ip_address }) => parts.some((part) => ip_address.includes(part))))
    )
  }
}

const changedSinceTest = (text: string): Test => {
  const since = Date.parse(text)
  if (Number.isNaN(since)) throw invalidInput(`${text} is invalid changed_since: it should be a timestamp`)
  return (value) => Date.parse(String(value.updated_at)) >= since
}

/** The list in the order that the query asks for; as it is when it asks for none. */
export const inOrder = (views: readonly View[], query: URLSearchParams, { attributes }: Resource): readonly View[] => {
  const keys = query.getAll('sort_key').filter(Boolean)
  const directions = query.getAll('sort_dir').filter(Boolean)
  if (keys.length !== directions.length) throw httpBadRequest('The number of sort_keys and sort_dirs must be same')
  const unknown = keys.filter((key) => !attributes.has(key))
  if (unknown.length > 0)
    throw httpBadRequest(`[${unknown.map((key) => `'${key}'`).join(', ')}] is invalid attribute for sort_keys`)
  const wrong = directions.filter((direction) => direction !== 'asc' && direction !== 'desc')
  if (wrong.length > 0)
    throw httpBadRequest(
      `[${wrong.map((word) => `'${word}'`).join(', ')}] is invalid value for sort_dirs, valid value is 'asc' and 'desc'`,
    )
  if (keys.length === 0) return views
  return sortedBy(
    views,
    keys.map((key, index) => ({
      read: ({ value }: View) => comparable(value[key]),
      descending: directions[index] === 'desc',
    })),
  )
}

const comparable = (value: unknown): string | number | boolean | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : value === null || value === undefined
      ? null
      : JSON.stringify(value)

export interface ViewPage {
  readonly views: readonly View[]
  readonly links: ReadonlyArray<{ readonly rel: 'next' | 'previous'; readonly href: string }>
}

/**
 * One page with the links to its neighbours, as openstack/neutron `neutron/api/api_common.py` makes them. `limit=0` means no limit of the caller's.
 * Throws 400 for a limit that is no number and `missing` for a marker that is not in the list.
 */
export const pageOfViews = (
  views: readonly View[],
  query: URLSearchParams,
  url: string,
  { missing, atMost }: { readonly missing: (id: string) => Error; readonly atMost: number },
): ViewPage => {
  const asked = query.get('limit') ?? '0'
  if (!/^\d{1,9}$/.test(asked))
    throw httpBadRequest(`Bad limit request: Limit must be an integer 0 or greater and not '${asked}'.`)
  const limit = Math.min(Number(asked) || atMost, atMost)
  const backwards = query.get('page_reverse')?.toLowerCase() === 'true'
  const marker = query.get('marker')
  const at = marker === null ? -1 : views.findIndex(({ id }) => id === marker)
  if (marker !== null && at === -1) throw missing(marker)
  const [start, end] = backwards
    ? [Math.max(0, (marker === null ? views.length : at) - limit), marker === null ? views.length : at]
    : [at + 1, Math.min(views.length, at + 1 + limit)]
  const page = views.slice(start, end)
  const link = (rel: 'next' | 'previous', id: string | undefined) => {
    const parameters = new URLSearchParams(query)
    parameters.delete('marker')
    parameters.delete('page_reverse')
    if (id !== undefined) parameters.set('marker', id)
    if (rel === 'previous') parameters.set('page_reverse', 'True')
    return { rel, href: `${url}?${parameters}` }
  }
  return {
    views: page,
    links: [
      ...(end < views.length && page.length > 0 ? [link('next', page.at(-1)?.id)] : []),
      ...(start > 0 && page.length > 0 && query.has('limit') ? [link('previous', page[0]?.id)] : []),
    ],
  }
}
