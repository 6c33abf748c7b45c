import type { Colors } from 'picocolors/types.js'
import type { Verdict } from '../../assessment/assessment.ts'
import type { AssessmentMatrix } from '../../assessment/assessment-matrix.ts'

const symbols: Readonly<Record<Verdict, string>> = { ready: '✓', choices: '?', blocked: '✗' }

export interface AssessmentMatrixTextOptions {
  readonly width: number
  /** What moves; each row’s own project when absent. */
  readonly workload?: string
}

/** A matrix as people read it: as many columns beside each other as fit, the others below. */
export const assessmentMatrixText = (
  matrix: AssessmentMatrix,
  colors: Colors,
  { width, workload }: AssessmentMatrixTextOptions,
): string => {
  const names = matrix.clouds.map(({ name }, index) => `${index + 1} ${name}`)
  const rowWidth = Math.max(4, ...names.map(({ length }) => length)) + 2
  const cells = new Map(matrix.cells.map((cell) => [`${cell.from} ${cell.to}`, cell]))
  const texts = new Map([...cells].map(([key, cell]) => [key, textOf(cell)]))
  const cellWidth = Math.max(3, ...[...texts.values()].map(({ length }) => length)) + 2
  const perBlock = Math.max(1, Math.floor((width - rowWidth) / cellWidth))
  const lines: string[] = [
    `${workload === undefined ? 'Each row’s own project' : colors.bold(workload)} from the row’s cloud to the column’s: absorbed/to decide/in the way`,
    `${colors.green('✓')} ready   ${colors.yellow('?')} somebody has to decide   ${colors.red('✗')} something is in the way`,
    '',
  ]
  for (let start = 0; start < names.length; start += perBlock) {
    const columns = names.map((_, index) => index).slice(start, start + perBlock)
    lines.push(
      colors.bold(
        `${'FROM'.padEnd(rowWidth)}${columns.map((to) => `TO ${to + 1}`.padEnd(cellWidth)).join('')}`.trimEnd(),
      ),
      ...names.map((name, from) =>
        `${name.padEnd(rowWidth)}${columns
          .map((to) => {
            const cell = cells.get(`${from} ${to}`)
            const text = (texts.get(`${from} ${to}`) ?? '·').padEnd(cellWidth)
            return cell ? painted(cell.verdict, text, colors) : colors.dim(text)
          })
          .join('')}`.trimEnd(),
      ),
      '',
    )
  }
  for (const { name, reason } of matrix.missing) lines.push(`${colors.red('✗')} ${name} could not be asked: ${reason}`)
  lines.push(colors.bold(summaryLine(matrix)), '')
  return lines.join('\n')
}

const textOf = ({ summary: { absorbed, choice, blocks }, verdict }: AssessmentMatrix['cells'][number]): string =>
  `${symbols[verdict]} ${absorbed}/${choice}/${blocks}`

const summaryLine = ({ cells }: AssessmentMatrix): string => {
  const count = (wanted: Verdict) => cells.filter(({ verdict }) => verdict === wanted).length
  return `${cells.length} ways: ${count('ready')} ready, ${count('choices')} with something to decide, ${count('blocked')} blocked.`
}

const painted = (verdict: Verdict, text: string, colors: Colors): string =>
  ({ ready: colors.green, choices: colors.yellow, blocked: colors.red })[verdict](text)
