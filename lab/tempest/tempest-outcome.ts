import { readTestLine } from './guideline-tests.ts'

/** How a test ended, in the words of `subunit2csv`. */
export type TestStatus = 'success' | 'failure' | 'error' | 'skip' | 'xfail' | 'unknown'

export interface TestOutcome {
  /** The test's id, where it has one: a class that could not be set up is reported under its own name. */
  readonly id?: string
  readonly name: string
  readonly status: TestStatus
  readonly seconds: number
}

const statuses: ReadonlySet<string> = new Set<TestStatus>(['success', 'failure', 'error', 'skip', 'xfail'])

/** What `subunit2csv` printed, as outcomes in the order of their names. */
export const readOutcomes = (csv: string): readonly TestOutcome[] =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line): TestOutcome => {
      const [test = '', status = '', started = '', stopped = ''] = cells(line)
      const known = readTestLine(test)
      return {
        ...(known ? { id: known.id } : {}),
        name: known?.name ?? test,
        status: statuses.has(status) ? (status as TestStatus) : 'unknown',
        seconds: (Date.parse(utc(stopped)) - Date.parse(utc(started))) / 1000,
      }
    })
    .sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))

/** A test's name may hold commas, in its brackets; then it is quoted. */
const cells = (line: string): readonly string[] =>
  [...line.trim().matchAll(/"([^"]*)"|([^,"]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

const utc = (time: string): string => time.trim().replace(' ', 'T')
