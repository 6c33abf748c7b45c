import type { Assessment } from '../../assessment/assessment.ts'
import type { AssessmentMatrix } from '../../assessment/assessment-matrix.ts'
import type { Context } from '../context.ts'
import { assessmentMatrixText } from './assessment-matrix-text.ts'
import { assessmentText } from './assessment-text.ts'
import { printDocument } from './print-list.ts'

const widthWithoutTerminal = 100

/** Prints an assessment: as people read it, as its document, or the subjects that need somebody. */
export const printAssessment = async (context: Context, assessment: Assessment): Promise<void> => {
  const { output, world, colors } = context
  if (output === 'json' || output === 'yaml') return printDocument(context, assessment)
  if (output === 'name')
    return world.stdout.write(
      assessment.findings
        .filter(({ met, consequence }) => met && consequence !== 'absorbed')
        .map(({ area, subject }) => `${area}/${subject}\n`)
        .join(''),
    )
  const width = world.stdout.columns ?? widthWithoutTerminal
  world.stdout.write(assessmentText(assessment, colors, { wide: output === 'wide', width }))
}

/** Prints a matrix: as people read it, as its document, or the pairs that are ready. */
export const printAssessmentMatrix = async (
  context: Context,
  matrix: AssessmentMatrix,
  workload: string | undefined,
): Promise<void> => {
  const { output, world, colors } = context
  if (output === 'json' || output === 'yaml') return printDocument(context, matrix)
  const nameOf = (index: number) => matrix.clouds[index]?.name ?? ''
  if (output === 'name')
    return world.stdout.write(
      matrix.cells
        .filter(({ verdict }) => verdict === 'ready')
        .map(({ from, to }) => `${nameOf(from)} ${nameOf(to)}\n`)
        .join(''),
    )
  const width = world.stdout.columns ?? widthWithoutTerminal
  world.stdout.write(assessmentMatrixText(matrix, colors, { width, ...(workload === undefined ? {} : { workload }) }))
}
