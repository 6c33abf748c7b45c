import type { Clock } from '../lib/clock.ts'
import type { ChallengeNews } from './challenge-event.ts'
import { type Phase, type PhaseName, phaseNames } from './challenge-report.ts'
import { asRoundFailure } from './round-failure.ts'

/** Runs a round's phases, times them and tells of them. */
export interface RoundPhases {
  /** What the work gives is the phase's detail. What it throws fails the phase and is thrown on as a `RoundFailure`. */
  run(phase: PhaseName, work: () => Promise<string>): Promise<void>
  /** Every phase in its order; those that were not run are `skipped`. */
  all(): Phase[]
}

export const roundPhases = (
  round: { readonly workload: string; readonly cloud: string },
  clock: Clock,
  tell: (news: ChallengeNews) => void,
): RoundPhases => {
  const done = new Map<PhaseName, Phase>()
  return {
    run: async (phase, work) => {
      tell({ type: 'phase.started', ...round, phase })
      const startedAt = clock.now()
      const finish = (result: 'passed' | 'failed', detail: string) => {
        const finished: Phase = { phase, result, elapsedMs: clock.now() - startedAt, detail }
        done.set(phase, finished)
        tell({ type: 'phase.finished', ...round, ...finished })
      }
      try {
        finish('passed', await work())
      } catch (error) {
        const failure = asRoundFailure(error)
        finish('failed', failure.message)
        throw failure
      }
    },
    all: () => phaseNames.map((phase) => done.get(phase) ?? { phase, result: 'skipped', elapsedMs: 0 }),
  }
}
