import type { ChallengeReport, Round } from '../../challenge/challenge-report.ts'
import { type Change, change } from './change.ts'
import { compareRounds } from './compare-rounds.ts'

/** What differs between two reports, for machines. Later versions of schema 1 only add to it. */
export interface ReportComparison {
  readonly schema: 'portolan.report-comparison/1'
  readonly changes: readonly Change[]
  readonly summary: {
    readonly better: number
    readonly worse: number
    readonly changed: number
    /** Rounds that are in both and differ in nothing that is compared. */
    readonly unchangedRounds: number
  }
}

/** What got better, worse, or otherwise from one report to a later one: round by round, what got worse first. */
export const compareReports = (before: ChallengeReport, after: ChallengeReport): ReportComparison => {
  const later = new Map(after.rounds.map((round) => [keyOf(round), round]))
  const earlier = new Set(before.rounds.map(keyOf))
  const perRound = before.rounds.map((round) => {
    const again = later.get(keyOf(round))
    return again ? compareRounds(round, again) : [vanished(round)]
  })
  const changes = [
    ...compareCircumstances(before, after),
    ...perRound.flat(),
    ...after.rounds.filter((round) => !earlier.has(keyOf(round))).map(appeared),
  ]
  const count = (effect: Change['effect']) => changes.filter((each) => each.effect === effect).length
  return {
    schema: 'portolan.report-comparison/1',
    changes: (['worse', 'better', 'changed'] as const).flatMap((effect) =>
      changes.filter((each) => each.effect === effect),
    ),
    summary: {
      better: count('better'),
      worse: count('worse'),
      changed: count('changed'),
      unchangedRounds: perRound.filter(({ length }) => length === 0).length,
    },
  }
}

/** JSON, since names hold anything. */
const keyOf = ({ workload, cloud }: Round): string => JSON.stringify([workload, cloud])

/** What is no longer shown to work counts as worse. */
const vanished = (round: Round): Change =>
  change(round, 'round', round.verdict === 'passed' ? 'worse' : 'changed', { before: round.verdict })

const appeared = (round: Round): Change =>
  change(round, 'round', round.verdict === 'passed' ? 'better' : 'worse', { after: round.verdict })

/** What was not the same from the outset: it explains other changes and is neither better nor worse. */
const compareCircumstances = (before: ChallengeReport, after: ChallengeReport): readonly Change[] => {
  const [was, is] = [before.environment, after.environment]
  if (!was || !is) return []
  const hashes = new Map(is.workloads.map(({ name, hash }) => [name, hash]))
  const texts = was.workloads.flatMap(({ name, hash }) => {
    const now = hashes.get(name)
    return now === undefined || now === hash
      ? []
      : [change({ workload: name }, 'workload', 'changed', { before: hash.slice(0, 12), after: now.slice(0, 12) })]
  })
  const latency = [was.latency ?? 'none', is.latency ?? 'none'] as const
  if (latency[0] === latency[1]) return texts
  return [...texts, change({}, 'latency', 'changed', { before: latency[0], after: latency[1] })]
}
