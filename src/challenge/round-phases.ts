import type { Clock } from '../lib/clock.ts'
import type { ChallengeNews } from './challenge-event.ts'
import { type Phase, type PhaseName, phaseNames } from './challenge-report.ts'
import type { Evidence } from './exchange-evidence.ts'
import { asRoundFailure, type RoundFailure } from './round-failure.ts'

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
  evidenceOf: (failure: RoundFailure, since: number) => readonly Evidence[] = () => [],
): RoundPhases => {
  const done = new Map<PhaseName, Phase>()
  return {
    run: async (phase, work) => {
      tell({ type: 'phase.started', ...round, phase })
      const startedAt = clock.now()
      const finish = (result: 'passed' | 'failed', detail: string, evidence: readonly Evidence[] = []) => {
        const finished: Phase = {
          phase,
          result,
          startedAt: new Date(startedAt).toISOString(),
          elapsedMs: clock.now() - startedAt,
          detail,
          ...(evidence.length > 0 ? { evidence: [...evidence] } : {}),
        }
        done.set(phase, finished)
        tell({ type: 'phase.finished', ...round, ...finished })
      }
      try {
        finish('passed', await work())
      } catch (error) {
        const failure = asRoundFailure(error)
        finish('failed', failure.message, evidenceOf(failure, startedAt))
        throw failure
      }
    },
    all: () => phaseNames.map((phase) => done.get(phase) ?? { phase, result: 'skipped', elapsedMs: 0 }),
  }
}
