import { swiftRefusal } from './swift-refusal.ts'

/** What a container's access list says. */
export interface Acl {
  /** Hosts that links may come from, in their order: `*`, a host, `.domain`, each with `-` before it to shut it out. */
  readonly referrers: readonly string[]
  /** `project:user` with ids, names or `*`, roles, and `.rlistings`. */
  readonly grants: readonly string[]
}

/** Reads a cleaned list (openstack/swift `swift/common/middleware/acl.py`, `parse_acl_v1`). */
export const parseAcl = (text: string | undefined): Acl => {
  const items = text ? text.split(',') : []
  return {
    referrers: items.filter((item) => item.startsWith('.r:')).map((item) => item.slice(3)),
    grants: items.filter((item) => !item.startsWith('.r:')).map(unquoted),
  }
}

const unquoted = (item: string): string => {
  try {
    return decodeURIComponent(item)
  } catch {
    return item
  }
}

/** The list as it is kept. Throws 400 for referrers in a list of writers and for designators that are none (`clean_acl` of the same file). */
export const cleanAcl = (kind: 'read' | 'write', text: string): string =>
  text
    .split(',')
    .map((raw) => raw.trim())
    .filter((raw) => raw !== '')
    .map((raw) => cleanItem(kind, raw))
    .join(',')

const cleanItem = (kind: 'read' | 'write', raw: string): string => {
  const colon = raw.indexOf(':')
  if (colon < 0) return raw
  const first = raw.slice(0, colon).trim()
  if (!first.startsWith('.')) return raw
  if (!['.r', '.ref', '.referer', '.referrer'].includes(first))
    throw swiftRefusal(400, `Unknown designator '${first}' in ACL: '${raw}'`)
  if (kind === 'write') throw swiftRefusal(400, `Referrers not allowed in write ACL: '${raw}'`)
  const [, minus = '', host = ''] = /^(-?)\s*(.*)$/s.exec(raw.slice(colon + 1).trim()) ?? []
  const value = host !== '*' && host.startsWith('*') ? host.slice(1).trim() : host
  if (value === '' || value === '.')
    throw swiftRefusal(400, `No host/domain value after referrer designation in ACL: '${raw}'`)
  return `.r:${minus}${value}`
}

/** True when a link from that page may be followed; `referrer` is the request's `Referer` (`referrer_allowed` of the same file). */
export const isReferrerAllowed = (referrer: string | null, { referrers }: Acl): boolean => {
  if (referrers.length === 0) return false
  const host = hostOf(referrer)
  let allowed = false
  for (const each of referrers) {
    const shutsOut = each.startsWith('-')
    const named = shutsOut ? each.slice(1) : each
    const fits = named === host || (named.startsWith('.') && host.endsWith(named)) || (named === '*' && !shutsOut)
    if (fits) allowed = !shutsOut
  }
  return allowed
}

const hostOf = (referrer: string | null): string => {
  if (referrer === null || !URL.canParse(referrer)) return 'unknown'
  return new URL(referrer).hostname || 'unknown'
}
