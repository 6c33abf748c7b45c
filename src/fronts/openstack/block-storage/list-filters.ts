import { CloudError } from '../../../model/cloud-error.ts'
import type { CinderCall } from './cinder-context.ts'
import { since } from './cinder-context.ts'

/** What is no filter in any of Cinder's lists. */
const others: ReadonlySet<string> = new Set([
  'limit',
  'marker',
  'offset',
  'sort',
  'sort_key',
  'sort_dir',
  'with_count',
  'all_tenants',
])

type Read<Item> = (item: Item) => string | boolean | number | null | undefined

export interface Filterable<Item> {
  readonly fields: Readonly<Record<string, Read<Item>>>
  readonly metadata?: (item: Item) => Readonly<Record<string, string>>
  /** Fields that only administrators filter by. */
  readonly forAdmins?: Readonly<Record<string, Read<Item>>>
}

/**
 * The filters of a list's query as one test. Before 3.31 filters that are not known are ignored, since then they are refused; from 3.34 on `name~` finds parts
 * (openstack/cinder `cinder/api/common.py`, `process_general_filtering`).
 */
export const listFilter = <Item>(
  context: CinderCall,
  { fields, metadata, forAdmins = {} }: Filterable<Item>,
): ((item: Item) => boolean) => {
  const readers = context.get('authorization').isAdmin ? { ...fields, ...forAdmins } : fields
  const tests: Array<(item: Item) => boolean> = []
  for (const [name, value] of new URL(context.req.url).searchParams) {
    if (others.has(name)) continue
    if (name === 'metadata' && metadata) {
      const wanted = Object.entries(dictionary(value))
      tests.push((item) => wanted.every(([key, text]) => metadata(item)[key] === text))
      continue
    }
    if ((name === 'created_at' || name === 'updated_at') && readers[name]) {
      if (since(context, '3.60')) tests.push(timeTest(name, value, readers[name]))
      continue
    }
    const like = since(context, '3.34') && name.endsWith('~')
    const read = readers[like ? name.slice(0, -1) : name]
    if (read) tests.push(fieldTest(read, value, like))
    else if (since(context, '3.31') && !(name in forAdmins))
      throw new CloudError('invalid', `Invalid filters ${name} are found in query options.`)
  }
  return (item) => tests.every((test) => test(item))
}

const fieldTest = <Item>(read: Read<Item>, value: string, like: boolean): ((item: Item) => boolean) => {
  if (like) return (item) => String(read(item) ?? '').includes(value)
  return (item) => {
    const has = read(item)
    return typeof has === 'boolean' ? String(has) === asBoolean(value) : String(has ?? '') === value
  }
}

const asBoolean = (value: string): string => (/^(true|1|yes|on)$/i.test(value) ? 'true' : 'false')

const comparisons: Readonly<Record<string, (has: number, wanted: number) => boolean>> = {
  gt: (has, wanted) => has > wanted,
  gte: (has, wanted) => has >= wanted,
  eq: (has, wanted) => has === wanted,
  neq: (has, wanted) => has !== wanted,
  lt: (has, wanted) => has < wanted,
  lte: (has, wanted) => has <= wanted,
}

/** `gt:2026-01-01T00:00:00,lt:…` */
const timeTest = <Item>(name: string, value: string, read: Read<Item>): ((item: Item) => boolean) => {
  const parts = value.split(',').map((part) => {
    const colon = part.indexOf(':')
    const compare = comparisons[part.slice(0, colon)]
    if (!compare) throw new CloudError('invalid', `Invalid ${part.slice(0, colon)} operator`)
    const time = part.slice(colon + 1)
    const wanted = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`)
    if (Number.isNaN(wanted)) throw new CloudError('invalid', `Invalid ${name} value`)
    return { compare, wanted }
  })
  return (item) => parts.every(({ compare, wanted }) => compare(Date.parse(String(read(item))), wanted))
}

/** Clients send a metadata filter as Python writes a dictionary, or as JSON: `{'key': 'value'}`. */
const dictionary = (text: string): Record<string, string> => {
  const string = String.raw`u?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")`
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1]
  if (body === undefined) throw new CloudError('invalid', `Invalid filter metadata: ${text.slice(0, 80)}`)
  const plain = (raw: string | undefined) => (raw ?? '').replace(/\\(.)/gs, '$1')
  return Object.fromEntries(
    [...body.matchAll(new RegExp(`${string}\\s*:\\s*${string}`, 'gs'))].map(([, a, b, c, d]) => [
      plain(a ?? b),
      plain(c ?? d),
    ]),
  )
}
