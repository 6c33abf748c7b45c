import { CloudError } from '../../../model/cloud-error.ts'
import type { ImageAnswer } from '../../../wire/openstack/image/image-answer.ts'
import { imageVisibilities } from '../../../wire/openstack/image/image-create.ts'
import { memberStatuses } from '../../../wire/openstack/image/image-member.ts'
import type { Authorization } from '../kernel/service.ts'
import type { GlanceImage, ImageLibrary } from './image-library.ts'
import { imageAnswerOf } from './image-view.ts'

const notFilters: ReadonlySet<string> = new Set(['limit', 'marker', 'sort', 'sort_key', 'sort_dir', 'member_status'])
const listable: ReadonlySet<string> = new Set(['id', 'name', 'status', 'container_format', 'disk_format'])

type Test = (answer: ImageAnswer) => boolean

/**
 * What a list's query asks for, as a test of one image. Throws `invalid` for values that Glance refuses (openstack/glance `glance/api/v2/images.py`
 * and `glance/db/sqlalchemy/api.py`, `image_get_all`).
 */
export const imageFilter = (
  query: URLSearchParams,
  authorization: Authorization,
  library: ImageLibrary,
): ((image: GlanceImage) => boolean) => {
  const tests: Test[] = []
  const tags: string[] = []
  let hidden = false
  for (const [name, value] of query) {
    if (notFilters.has(name)) continue
    if (name === 'tag') tags.push(value.trim())
    else if (name === 'os_hidden') hidden = flag(name, value.toLowerCase())
    else if (name === 'visibility') visibility(value)
    else tests.push(testOf(name, value))
  }
  const scope = scopeOf(query, authorization, library)
  return (image) => {
    if (image.details.hidden !== hidden || !scope(image)) return false
    if (!tags.every((tag) => image.details.tags.includes(tag))) return false
    if (tests.length === 0) return true
    const answer = imageAnswerOf(image)
    return tests.every((test) => test(answer))
  }
}

/** Whose images a list shows: one's own, public ones and those whose sharing was accepted; others' community images only when asked for. */
const scopeOf = (query: URLSearchParams, authorization: Authorization, library: ImageLibrary) => {
  const wanted = query.get('visibility') ?? undefined
  const memberStatus = query.get('member_status') ?? 'accepted'
  if (memberStatus !== 'all' && !memberStatuses.some((status) => status === memberStatus))
    throw new CloudError('invalid', `Invalid status: ${memberStatus}`)
  const { projectId, isAdmin } = authorization
  return ({ id, details }: GlanceImage): boolean => {
    if (wanted !== undefined && wanted !== 'all' && details.visibility !== wanted) return false
    const own = details.owner !== null && details.owner === projectId
    if (own || details.visibility === 'public') return true
    if (details.visibility === 'community') return wanted !== undefined
    if (isAdmin) return true
    const member = details.visibility === 'shared' ? library.membership(id, projectId ?? '') : undefined
    return member !== undefined && (memberStatus === 'all' || member.status === memberStatus)
  }
}

const visibility = (value: string): void => {
  if (value !== 'all' && !imageVisibilities.some((known) => known === value))
    throw new CloudError('invalid', `Invalid visibility value: ${value}`)
}

const testOf = (name: string, value: string): Test => {
  if (name === 'changes-since')
    throw new CloudError('invalid', 'The "changes-since" filter is no longer available on v2.')
  const range = /^(size|min_ram|min_disk)_(min|max)$/.exec(name)
  if (range) return rangeTest(range[1] ?? '', range[2] === 'min', value)
  if (name === 'protected') {
    const wanted = flag(name, value)
    return (answer) => answer.protected === wanted
  }
  if (name === 'created_at' || name === 'updated_at') return timeTest(name, value)
  if (listable.has(name)) return wordTest(name, value)
  return (answer) => answer[name] !== undefined && answer[name] !== null && String(answer[name]) === value
}

const flag = (name: string, value: string): boolean => {
  if (value === 'true') return true
  if (value === 'false') return false
  throw new CloudError('invalid', `Invalid value '${value}' for '${name}' filter. Valid values are 'true' or 'false'.`)
}

const rangeTest = (name: string, least: boolean, value: string): Test => {
  if (!/^-?\d+$/.test(value)) throw new CloudError('invalid', 'Unable to filter on a range with a non-numeric value.')
  const bound = Number(value)
  return (answer) => {
    const has = answer[name]
    return typeof has === 'number' && (least ? has >= bound : has <= bound)
  }
}

const operators: Readonly<Record<string, (has: number, wanted: number) => boolean>> = {
  gt: (has, wanted) => has > wanted,
  gte: (has, wanted) => has >= wanted,
  lt: (has, wanted) => has < wanted,
  lte: (has, wanted) => has <= wanted,
  neq: (has, wanted) => has !== wanted,
  eq: (has, wanted) => has === wanted,
}

const timeTest = (name: 'created_at' | 'updated_at', value: string): Test => {
  const [, operator = 'eq', time = ''] = /^(?:([a-z]+):)?(.*)$/s.exec(value) ?? []
  const compare = operators[operator]
  if (!compare) throw new CloudError('invalid', `Unable to filter by unknown operator '${operator}'.`)
  const wanted = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`)
  if (Number.isNaN(wanted)) throw new CloudError('invalid', `Invalid value '${value}' for '${name}' filter.`)
  return (answer) => compare(Date.parse(answer[name] ?? ''), wanted)
}

/** `value`, `eq:value` or `in:one,"two, with a comma"` (openstack/glance `glance/common/utils.py`, `split_filter_op`). */
const wordTest = (name: string, value: string): Test => {
  const colon = value.indexOf(':')
  const operator = colon < 0 ? 'eq' : value.slice(0, colon)
  const operand = value.slice(colon + 1)
  if (operator === 'eq') return (answer) => answer[name] === operand
  if (operator !== 'in') throw new CloudError('invalid', `Unable to filter by unknown operator '${operator}'.`)
  const wanted = new Set<unknown>(splitQuoted(operand))
  return (answer) => wanted.has(answer[name])
}

const splitQuoted = (text: string): string[] => {
  if (!/^(?:"[^"]*"|[^",]*)(?:,(?:"[^"]*"|[^",]*))*$/.test(text))
    throw new CloudError('invalid', `Invalid filter value ${text}. The quote is not closed.`)
  return [...text.matchAll(/"([^"]*)"|([^",]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}
