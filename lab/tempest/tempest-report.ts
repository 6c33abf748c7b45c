import { type GuidelineTest, readTestLine } from './guideline-tests.ts'
import type { TempestRun } from './run-tempest.ts'
import type { TestStatus } from './tempest-outcome.ts'

/** What is kept of a run, for docs/fidelity.md: version 1 of this shape. */
export interface TempestReport {
  readonly version: 1
  readonly suite: 'tempest'
  readonly tempest: string
  readonly list: 'platform.2022.11'
  readonly command: 'npm run test:tempest'
  /** UTC, such as `2026-11-22`. */
  readonly date: string
  readonly seconds: number
  readonly counts: TempestCounts
  /** `absent` for a test that was asked for and never reported. */
  readonly tests: ReadonlyArray<{ readonly id: string; readonly name: string; readonly status: TestStatus | 'absent' }>
  /** What failed and is no test: a class that could not be set up or taken down. */
  readonly fixtures: ReadonlyArray<{ readonly name: string; readonly status: TestStatus }>
}

export interface TempestCounts {
  /** The guideline's ids that the tests have: fewer than tests, since some share one. */
  readonly ids: number
  readonly passed: number
  /** Tests, and classes that could not be set up or taken down. */
  readonly failed: number
  readonly skipped: number
  readonly absent: number
}

/** The report of a run: each test that was asked for, with what became of it. */
export const tempestReport = ({ tempest, selected, outcomes, seconds }: TempestRun, now: Date): TempestReport => {
  const found = new Map(outcomes.map((outcome) => [`${outcome.id} ${outcome.name}`, outcome.status]))
  // A class that skips itself is told of in place of its tests.
  const skipped = new Set(outcomes.flatMap(({ name, status }) => (status === 'skip' ? [classIn(name)] : [])))
  const statusOf = ({ id, name }: GuidelineTest): TestStatus | 'absent' =>
    found.get(`${id} ${name}`) ?? (skipped.has(name.replace(/\.\w+$/, '')) ? 'skip' : 'absent')
  const tests = selected.flatMap((line) => {
    const test = readTestLine(line)
    return test ? [{ ...test, status: statusOf(test) }] : []
  })
  const fixtures = outcomes.filter(({ id, status }) => id === undefined && status !== 'success' && status !== 'skip')
  const count = (status: string): number => tests.filter((test) => test.status === status).length
  const [passed, skips, absent] = [count('success'), count('skip'), count('absent')]
  return {
    version: 1,
    suite: 'tempest',
    tempest,
    list: 'platform.2022.11',
    command: 'npm run test:tempest',
    date: now.toISOString().slice(0, 10),
    seconds: Math.round(seconds),
    counts: {
      ids: new Set(tests.map(({ id }) => id)).size,
      passed,
      failed: tests.length - passed - skips - absent + fixtures.length,
      skipped: skips,
      absent,
    },
    tests: tests.sort((one, other) => (one.name < other.name ? -1 : 1)),
    fixtures: fixtures.map(({ name, status }) => ({ name, status })),
  }
}

/** The class in `setUpClass (tempest.api.….AccountTest)`. */
const classIn = (name: string): string => /^setUpClass \((.+)\)$/.exec(name)?.[1] ?? ''
