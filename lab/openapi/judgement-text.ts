import type { Deviation, Judgement } from './judgement.ts'

/** The judgement for people: a line a service, then what deviates, what is excused and why, and what nothing describes. */
export const judgementText = ({ exchanges, services, deviations, excused, undescribed }: Judgement): string => {
  const lines = [`${exchanges} exchanges`]
  for (const { service, operations, microversions, answers, refusals } of services)
    lines.push(
      `${service}: ${operations} operations at ${microversions} microversions, ${answers} answers judged, ${refusals} of them refusals`,
    )
  lines.push(`${deviations.length} deviations`, ...deviations.map((each) => `  ${deviationText(each)}`))
  lines.push(`${excused.length} places where the description is wrong`)
  for (const { service, known } of new Map(excused.map((each) => [each.known, each])).values())
    lines.push(`  ${service}: ${known?.truth} (${known?.upstream})`)
  lines.push(`${undescribed.size} operations that nothing describes`)
  for (const [operation, reason] of undescribed) lines.push(`  ${operation}: ${reason}`)
  return `${lines.join('\n')}\n`
}

/** One line about a deviation. */
export const deviationText = ({ service, operation, what, microversions, exchanges }: Deviation): string =>
  `${service} ${operation} ${what} (${exchanges} times, at ${microversions.slice(0, 4).join(', ')}${microversions.length > 4 ? ' …' : ''})`
