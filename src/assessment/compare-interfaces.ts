import type { Finding } from './assessment.ts'
import type { Comparison, Use } from './comparison.ts'
import { absorbed, blocking, needsChoice } from './findings.ts'

/** Extensions without which something that is in use cannot be there. */
const neededFor: Readonly<Record<string, Use>> = {
  extraroute: 'static-route',
}

/** Extensions whose absence is an absent group of the contract: what that means is said of networks, addresses and groups. */
const seenAsGroups = new Set(['router', 'external-net', 'security-group', 'quota_details'])

/** Extensions that are missing there, and other lengths of pages. */
export const compareInterfaces = (comparison: Comparison): readonly Finding[] => [
  ...extensions(comparison),
  ...pageLimits(comparison),
]

const extensions = ({ from, to, uses, unseen }: Comparison): readonly Finding[] => {
  const here = from.description?.extensions ?? {}
  const there = to.description?.extensions ?? {}
  return Object.entries(here).flatMap(([service, aliases]): Finding[] => {
    const others = there[service]
    if (!others) return []
    const offered = new Set(others)
    const missing = aliases.filter((alias) => !offered.has(alias) && !seenAsGroups.has(alias))
    const needed = missing.filter((alias) => neededFor[alias] !== undefined)
    const further = missing.filter((alias) => neededFor[alias] === undefined)
    const base = { area: 'interfaces', here: 'there', there: 'missing' } as const
    return [
      ...needed.map((alias) =>
        blocking(`it is what ${neededFor[alias]}s there would need`, {
          ...base,
          subject: `${service} extension ${alias}`,
          met: uses.has(neededFor[alias] as Use),
        }),
      ),
      ...(further.length > 0
        ? [
            needsChoice('what of them is in use cannot be seen from here', {
              ...base,
              subject: `${service} extensions ${further.join(', ')}`,
              met: unseen,
            }),
          ]
        : []),
    ]
  })
}

const pageLimits = ({ from, to }: Comparison): readonly Finding[] => {
  const here = from.description?.pageLimits ?? {}
  const there = to.description?.pageLimits ?? {}
  return [...new Set([...Object.keys(here), ...Object.keys(there)])]
    .filter((service) => here[service] !== there[service])
    .map((service) =>
      absorbed('pages', 'lists are read page by page, however long a page is', {
        area: 'interfaces',
        subject: `${service} lists`,
        here: pageText(here[service]),
        there: pageText(there[service]),
      }),
    )
}

const pageText = (limit: number | undefined): string => (limit === undefined ? 'one page' : `${limit} a page`)
