import type { Colors } from 'picocolors/types.js'
import { type Assessment, areas, type Consequence, type Finding } from '../../assessment/assessment.ts'
import { wrapText } from './wrap-text.ts'

const symbols: Readonly<Record<Consequence, string>> = { absorbed: '✓', choice: '?', blocks: '✗' }
const meanings: Readonly<Record<Consequence, string>> = {
  absorbed: 'a rule sees to it',
  choice: 'somebody has to decide',
  blocks: 'it cannot be done there',
}
const indent = ' '.repeat(14)

export interface AssessmentTextOptions {
  /** Shows also what is not met, and the rules with their files. */
  readonly wide: boolean
  readonly width: number
}

/** An assessment as people read it, by area; the last line sums it up. */
export const assessmentText = (assessment: Assessment, colors: Colors, options: AssessmentTextOptions): string => {
  const { findings, subject, summary } = assessment
  const everything = options.wide || subject.resources === 0
  const shown = findings.filter(({ met }) => met || everything)
  const used = (Object.keys(symbols) as Consequence[]).filter((one) => shown.some((each) => each.consequence === one))
  return [
    heading(assessment, colors),
    '',
    ...used.map((one) => `${painted(one, `${symbols[one]} ${one.padEnd(8)}`, colors)}  ${meanings[one]}`),
    ...(used.length > 0 ? [''] : []),
    ...areas.flatMap((area) => areaLines(area, shown, colors, options)),
    ...unmetLines(summary.unmet, everything, colors),
    colors.bold(summaryLine(assessment)),
    '',
  ].join('\n')
}

const heading = ({ from, to, subject }: Assessment, { bold }: Colors): string => {
  const cloud = ({ name, kind, region, simulated }: Assessment['from']) =>
    `${bold(name)} (${kind}, ${region}${simulated ? ', simulated' : ''})`
  const what =
    subject.kind === 'workload'
      ? bold(subject.name)
      : `the project’s ${subject.resources.toLocaleString('en')} resources`
  return `${what} from ${cloud(from)} to ${cloud(to)}`
}

const areaLines = (
  area: string,
  findings: readonly Finding[],
  colors: Colors,
  options: AssessmentTextOptions,
): readonly string[] => {
  const here = findings.filter((finding) => finding.area === area)
  return here.length === 0
    ? []
    : [colors.bold(area), ...here.flatMap((finding) => findingLines(finding, colors, options)), '']
}

const findingLines = (finding: Finding, colors: Colors, { wide, width }: AssessmentTextOptions): readonly string[] => {
  const { consequence, met, subject, here, there, because, rule, hint, resources } = finding
  const word = `${met ? symbols[consequence] : '·'} ${consequence.padEnd(8)}`
  const room = Math.max(30, width - indent.length)
  const [first = '', ...rest] = wrapText(`${subject}: ${here} → ${there}`, room)
  const note = (text: string) => wrapText(text, room).map((line) => `${indent}${colors.dim(line)}`)
  return [
    `  ${met ? painted(consequence, word, colors) : colors.dim(word)}  ${first}`,
    ...rest.map((line) => `${indent}${line}`),
    ...note(met ? because : `not met here: ${because}`),
    ...(wide && rule ? note(`rule: ${rule.name} (${sourceOf(rule)})`) : []),
    ...(wide && resources.length > 0 && subject !== resources.join(', ') ? note(`about: ${namesOf(resources)}`) : []),
    ...(hint && consequence !== 'absorbed'
      ? wrapText(hint, room - 6).map((line, index) =>
          index === 0 ? `${indent}${colors.cyan('hint')}: ${line}` : `${indent}      ${line}`,
        )
      : []),
  ]
}

const sourceOf = ({ source, quirks }: NonNullable<Finding['rule']>): string =>
  [source, ...(quirks.length > 0 ? [`quirk${quirks.length > 1 ? 's' : ''} ${quirks.join(', ')}`] : [])].join('; ')

const namesOf = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ')

const unmetLines = (unmet: number, shown: boolean, { dim }: Colors): readonly string[] =>
  unmet === 0 || shown
    ? []
    : [
        dim(
          `${unmet} more difference${unmet === 1 ? ' is' : 's are'} not met; -o wide shows ${unmet === 1 ? 'it' : 'them'}.`,
        ),
      ]

const summaryLine = ({ summary: { absorbed, choice, blocks }, subject, verdict }: Assessment): string => {
  if (subject.resources === 0 && subject.kind === 'project')
    return 'The project is empty: nothing of it meets a difference. Name a workload file to assess that.'
  const counts = `${absorbed} absorbed, ${choice} to decide, ${blocks} in the way`
  const words = { ready: 'Ready', choices: 'Choices', blocked: 'Blocked' } as const
  return `${words[verdict]}: ${counts}.`
}

const painted = (consequence: Consequence, text: string, colors: Colors): string =>
  ({ absorbed: colors.green, choice: colors.yellow, blocks: colors.red })[consequence](text)
