import { join, resolve } from 'node:path'
import { z } from 'zod'
import { type ChallengeReport, challengeReportSchema } from '../../../challenge/challenge-report.ts'
import { compareReports, type ReportComparison } from '../../../report/comparison/compare-reports.ts'
import { command } from '../../command.ts'
import { CommandError } from '../../command-error.ts'
import type { Context } from '../../context.ts'
import { exitCode } from '../../exit-code.ts'
import { printList } from '../../render/print-list.ts'
import type { World } from '../../world.ts'

const input = z.object({ before: z.string(), after: z.string() })

/** `portolan report compare A B` */
export const reportCompareCommand = command(input, async (context, { before, after }) => {
  const { world } = context
  const comparison = compareReports(await readReport(world, before), await readReport(world, after))
  await print(context, comparison)
  return comparison.summary.worse > 0 ? exitCode.checksFailed : exitCode.done
})

const readReport = async (world: World, file: string): Promise<ChallengeReport> => {
  const path = resolve(world.cwd, file)
  const text = await world.files.read((await world.files.list(path)) ? join(path, 'report.json') : path)
  const report = challengeReportSchema.safeParse(parsed(text))
  if (!report.success)
    throw new CommandError(`${file} is not a challenge's report`, {
      hint: 'portolan challenge --report DIR writes one, and -o json prints one',
    })
  return report.data
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const print = async (context: Context, comparison: ReportComparison): Promise<void> => {
  const { changes, summary } = comparison
  const sign = {
    better: context.colors.green('+'),
    worse: context.colors.red('−'),
    changed: '~',
  }
  await printList(context, {
    items: changes,
    name: ({ workload = '', cloud = '', what }) => `${workload}/${cloud}/${what}`,
    columns: [
      { title: '', value: ({ effect }) => sign[effect] },
      { title: 'workload', value: ({ workload }) => workload ?? '' },
      { title: 'cloud', value: ({ cloud }) => cloud ?? '' },
      { title: 'what', value: ({ what }) => what },
      { title: 'before', value: ({ before }) => before ?? '' },
      { title: 'after', value: ({ after }) => after ?? '' },
    ],
    document: comparison,
    whenEmpty: 'Nothing changed that is compared.',
  })
  if (context.output !== 'table' && context.output !== 'wide') return
  const { better, worse, changed, unchangedRounds } = summary
  context.world.stdout.write(
    `\n${better} better (+), ${worse} worse (−), ${changed} otherwise changed (~); ${unchangedRounds} round${unchangedRounds === 1 ? '' : 's'} as before.\n`,
  )
}
