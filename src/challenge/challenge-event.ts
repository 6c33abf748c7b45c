import type { ChallengeReport, Phase, PhaseName, Round } from './challenge-report.ts'

interface RoundName {
  readonly workload: string
  readonly cloud: string
}

/** What happens in a challenge, in the order of its happening. `at` is ISO 8601. */
export type ChallengeEvent = { readonly at: string } & (
  | { readonly type: 'challenge.started'; readonly rounds: readonly RoundName[] }
  | ({ readonly type: 'phase.started'; readonly phase: PhaseName } & RoundName)
  | ({ readonly type: 'round.message'; readonly phase: PhaseName; readonly message: string } & RoundName)
  | ({ readonly type: 'phase.finished' } & Phase & RoundName)
  | ({ readonly type: 'round.finished'; readonly round: Round } & RoundName)
  | { readonly type: 'challenge.finished'; readonly report: ChallengeReport }
)

/** An event before it has its time. */
export type ChallengeNews = ChallengeEvent extends infer Event
  ? Event extends ChallengeEvent
    ? Omit<Event, 'at'>
    : never
  : never
