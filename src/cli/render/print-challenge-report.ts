import type { ChallengeReport } from '../../challenge/challenge-report.ts'
import { durationText } from '../../lib/duration-text.ts'
import type { Context } from '../context.ts'
import { printList } from './print-list.ts'

/** Prints the report: a row a round and a line of sums, or the document. */
export const printChallengeReport = async (context: Context, report: ChallengeReport): Promise<void> => {
  const { rounds, summary } = report
  const paint = {
    passed: context.colors.green,
    failed: context.colors.red,
    broken: context.colors.yellow,
  }
  await printList(context, {
    items: rounds,
    name: ({ workload, cloud }) => `${workload}/${cloud}`,
    columns: [
      { title: 'workload', value: ({ workload }) => workload },
      { title: 'cloud', value: ({ cloud }) => cloud },
      { title: 'verdict', value: ({ verdict }) => paint[verdict](verdict) },
      { title: 'time', value: ({ elapsedMs }) => durationText(elapsedMs) },
      { title: 'leaked', value: ({ leaked }) => String(leaked) },
      { title: 'hand-set', value: ({ handSet }) => String(handSet) },
      {
        title: 'phases',
        value: ({ phases }) =>
          phases
            .filter(({ result }) => result !== 'skipped')
            .map(({ phase, elapsedMs }) => `${phase} ${durationText(elapsedMs)}`)
            .join(', '),
        wide: true,
      },
      { title: 'simulated', value: ({ simulated }) => (simulated ? 'yes' : 'no'), wide: true },
      { title: 'cause', value: ({ cause }) => cause ?? '' },
    ],
    document: report,
  })
  if (context.output !== 'table' && context.output !== 'wide') return
  context.world.stdout.write(
    `\n${summary.rounds} round${summary.rounds === 1 ? '' : 's'}: ${summary.passed} passed, ${summary.failed} failed, ${summary.broken} broken; ` +
      `${summary.leaked} leaked, ${summary.handSet} set by hand; ${durationText(summary.elapsedMs)}.${whichAreSimulated(rounds)}\n`,
  )
}

const whichAreSimulated = (rounds: ChallengeReport['rounds']): string => {
  const simulated = rounds.filter((round) => round.simulated)
  if (simulated.length === 0) return ''
  if (simulated.length === rounds.length) return ' Simulated: no packet reached a real guest.'
  const names = [...new Set(simulated.map(({ cloud }) => cloud))].join(', ')
  return ` Simulated on ${names}: no packet reached a real guest there.`
}
