import { type AbsorbingRuleName, absorbingRules } from './absorbing-rules.ts'
import type { Finding } from './assessment.ts'

/** What is said of a difference, whatever its consequence. */
export interface Difference extends Pick<Finding, 'area' | 'subject' | 'here' | 'there'> {
  readonly resources?: readonly string[]
  /** True when absent. */
  readonly met?: boolean
  readonly hint?: string
}

/** A difference that a rule sees to. */
export const absorbed = (rule: AbsorbingRuleName, because: string, difference: Difference): Finding => {
  const { name, source, quirks } = absorbingRules[rule]
  return { ...base(difference), consequence: 'absorbed', because, rule: { name, source, quirks: [...quirks] } }
}

/** A difference that a person has to decide about. */
export const needsChoice = (because: string, difference: Difference): Finding => ({
  ...base(difference),
  consequence: 'choice',
  because,
})

/** A difference that stands in the way. */
export const blocking = (because: string, difference: Difference): Finding => ({
  ...base(difference),
  consequence: 'blocks',
  because,
})

const base = ({ area, subject, here, there, resources = [], met = true, hint }: Difference) => ({
  area,
  subject,
  resources: [...resources],
  here,
  there,
  met,
  ...(hint === undefined ? {} : { hint }),
})

/** `1 volume`, `12 volumes`. */
export const counted = (count: number, noun: string): string => `${figure(count)} ${noun}${count === 1 ? '' : 's'}`

/** `12,000`. */
export const figure = (count: number): string => figures.format(count)

const figures = new Intl.NumberFormat('en')

/** `a, b, c`; of many the first few and how many more. */
export const someOf = (names: readonly string[], most = 6): string =>
  names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ')

/** The items by their key, in the order of their first. */
export const grouped = <Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> => {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
