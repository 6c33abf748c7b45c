import type { Phase, Round } from '../../challenge/challenge-report.ts'
import { type Change, change } from './change.ts'

/** A phase is slower or faster only beyond both of these: less is noise, from one run to the next on the same machine. */
const timeNoise = { factor: 1.5, milliseconds: 1000 } as const

/** What differs between two runs of the same workload on the same cloud. */
export const compareRounds = (before: Round, after: Round): readonly Change[] => [
  ...compareVerdicts(before, after),
  ...compareCounts(before, after),
  ...compareTimes(before, after),
  ...compareChoices(before, after),
]

const compareVerdicts = (before: Round, after: Round): readonly Change[] => {
  const changes: Change[] = []
  if (before.verdict !== after.verdict) {
    const effect = after.verdict === 'passed' ? 'better' : before.verdict === 'passed' ? 'worse' : 'changed'
    changes.push(change(after, 'verdict', effect, { before: before.verdict, after: after.verdict }))
  }
  if (before.cause !== after.cause) changes.push(change(after, 'cause', 'changed', optional(before.cause, after.cause)))
  if (before.simulated !== after.simulated)
    changes.push(
      change(after, 'simulated', 'changed', { before: yesNo(before.simulated), after: yesNo(after.simulated) }),
    )
  return changes
}

const compareCounts = (before: Round, after: Round): readonly Change[] =>
  (
    [
      ['leaked', before.leaked, after.leaked],
      ['hand-set', before.handSet, after.handSet],
    ] as const
  ).flatMap(([what, was, is]) =>
    was === is ? [] : [change(after, what, is > was ? 'worse' : 'better', { before: String(was), after: String(is) })],
  )

/** Only of phases that passed both times: one that failed was over early, or late. */
const compareTimes = (before: Round, after: Round): readonly Change[] =>
  passedPhases(after).flatMap(({ phase, elapsedMs }) => {
    const was = passedPhases(before).find((other) => other.phase === phase)?.elapsedMs
    if (was === undefined || !beyondNoise(was, elapsedMs)) return []
    const effect = elapsedMs > was ? 'worse' : 'better'
    return [change(after, `time of ${phase}`, effect, { before: seconds(was), after: seconds(elapsedMs) })]
  })

const passedPhases = ({ phases }: Round): readonly Phase[] => phases.filter(({ result }) => result === 'passed')

const beyondNoise = (one: number, other: number): boolean => {
  const [less, more] = one < other ? [one, other] : [other, one]
  return more > less * timeNoise.factor && more - less > timeNoise.milliseconds
}

/** What was chosen, by name: ids differ from one run of an embedded cloud to the next. */
const compareChoices = (before: Round, after: Round): readonly Change[] => {
  const [was, is] = [chosen(before), chosen(after)]
  return [...is].flatMap(([what, name]) => {
    const earlier = was.get(what)
    return earlier === undefined || earlier === name
      ? []
      : [change(after, what, 'changed', { before: earlier, after: name })]
  })
}

const chosen = ({ choices }: Round): ReadonlyMap<string, string> =>
  new Map([
    ...(choices?.components ?? []).flatMap(({ component, flavor, image, zones }): [string, string][] => [
      [`${component}: flavor`, flavor.name],
      [`${component}: image`, image.name],
      [`${component}: zones`, zones.join(', ')],
    ]),
    ...(choices ? [['network', choices.network.kind] as [string, string]] : []),
  ])

const optional = (before: string | undefined, after: string | undefined) => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
})

const yesNo = (value: boolean): string => (value ? 'yes' : 'no')

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)}s`
