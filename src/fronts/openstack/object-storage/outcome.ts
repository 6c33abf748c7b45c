import { escaped } from './listing-format.ts'

/** What became of something that is done in many parts: fields by name, and what failed with the status of each. */
export interface Outcome {
  readonly fields: Readonly<Record<string, string | number>>
  /** Names are percent-encoded. */
  readonly errors: ReadonlyArray<readonly [name: string, status: string]>
}

/** Media types that outcomes are told in. */
export const outcomeFormats = ['text/plain', 'application/json', 'application/xml', 'text/xml'] as const
export type OutcomeFormat = (typeof outcomeFormats)[number]

/** Writes an outcome (openstack/swift `swift/common/request_helpers.py`, `get_heartbeat_response_body`). `root` is the element around it in XML. */
export const outcomeBody = ({ fields, errors }: Outcome, format: OutcomeFormat, root: string): string => {
  if (format === 'application/json') return JSON.stringify({ ...fields, Errors: errors })
  const sorted = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))
  if (format === 'text/plain')
    return [
      ...sorted.map(([name, value]) => `${name}: ${value}\n`),
      'Errors:\n',
      ...errors.map(([name, status]) => `${name}, ${status}\n`),
    ].join('')
  const told = sorted.map(([name, value]) => {
    const tag = name.replaceAll(' ', '_').toLowerCase()
    return `<${tag}>${escaped(String(value))}</${tag}>\n`
  })
  const failed = errors.map(
    ([name, status]) => `<object><name>${escaped(name)}</name><status>${escaped(status)}</status></object>\n`,
  )
  return `<${root}>\n${told.join('')}<errors>\n${failed.join('')}</errors>\n</${root}>\n`
}
