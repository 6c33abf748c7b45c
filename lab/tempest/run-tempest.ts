import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readGuidelineTests, selectTests } from './guideline-tests.ts'
import { runTool } from './run-tool.ts'
import { startTempestCloud, type TempestCloudOptions } from './tempest-cloud.ts'
import { accountsFile, tempestConfiguration } from './tempest-configuration.ts'
import { readOutcomes, type TestOutcome } from './tempest-outcome.ts'
import { installTempest } from './tempest-tool.ts'

export interface TempestRunOptions {
  /** Only tests whose name or id fits; all of the guideline's when absent. */
  readonly only?: RegExp
  /** How many tests run at the same time; 2 when absent. */
  readonly workers?: number
  /** What differs from the plain embedded cloud. */
  readonly embedded?: TempestCloudOptions['embedded']
  /** Hears Tempest's own lines, its summary last. */
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

export interface TempestRun {
  /** What Tempest calls itself, such as `tempest 33.0.0`. */
  readonly tempest: string
  /** The tests that were asked for, as `stestr list` has them. */
  readonly selected: readonly string[]
  readonly outcomes: readonly TestOutcome[]
  /** What failed inside the cloud, which must be nothing. */
  readonly unexpected: readonly unknown[]
  readonly seconds: number
  /** Where Tempest's files are: the caller's to delete. */
  readonly folder: string
}

const runs = join(import.meta.dirname, '..', '..', '.lab', 'tempest', 'runs')

/**
 * Runs the guideline's tests with Tempest on a new embedded cloud. Installs Tempest when it is not there. Tempest's files, its log among them, stay in a folder
 * of their own.
 */
export const runTempest = async (options: TempestRunOptions): Promise<TempestRun> => {
  const { only, workers = 2, embedded, say, signal } = options
  const started = performance.now()
  await installTempest(say)
  // A class of tests takes up to three users, of either sort where it does not say which, and keeps them until it is done.
  await using cloud = await startTempestCloud({
    accounts: { members: workers * 3, resellers: workers * 3 },
    signal,
    say,
    ...(embedded ? { embedded } : {}),
  })
  await mkdir(runs, { recursive: true })
  const folder = await mkdtemp(join(runs, 'run-'))
  for (const name of ['logs', 'lock']) await mkdir(join(folder, name), { recursive: true })
  const accounts = join(folder, 'accounts.yaml')
  await writeFile(accounts, accountsFile(cloud.accounts), { mode: 0o600 })
  await writeFile(join(folder, 'tempest.conf'), tempestConfiguration(cloud.target, folder, accounts))
  const quietly = { folder, signal }
  const version = `${await runTool('tempest', ['--version'], quietly)}`.trim()
  await writeFile(join(folder, '.stestr.conf'), await discovery(quietly))
  await runTool('stestr', ['init'], quietly)
  const listed = `${await runTool('stestr', ['list'], quietly)}`.split('\n')
  const selected = selectTests(await readGuidelineTests(), listed).filter((test) => only?.test(test) ?? true)
  if (selected.length === 0) throw new RangeError(`no test of the guideline fits ${only}`)
  await writeFile(join(folder, 'tests.txt'), `${selected.join('\n')}\n`)
  const { name, origin } = cloud.embedded
  say(`${version}: ${selected.length} tests on the embedded (simulated) cloud ${name} at ${origin}`)
  const run = ['run', '--load-list', 'tests.txt', '--concurrency', `${workers}`]
  await runTool('tempest', run, { ...quietly, say, exits: [0, 1] })
  const input = await runTool('stestr', ['last', '--subunit'], quietly)
  const outcomes = readOutcomes(
    `${await runTool('subunit2csv', ['--no-passthrough'], { ...quietly, input, exits: [0, 1] })}`,
  )
  return {
    tempest: version,
    selected,
    outcomes,
    unexpected: cloud.unexpected,
    seconds: (performance.now() - started) / 1000,
    folder,
  }
}

/** Where stestr finds Tempest's tests. Those of one class stay together, since they share what the class makes. */
const discovery = async (quietly: { readonly folder: string; readonly signal: AbortSignal }): Promise<string> => {
  const where = 'import os, tempest; print(os.path.dirname(os.path.dirname(tempest.__file__)), end="")'
  const top = `${await runTool('python', ['-c', where], quietly)}`
  return `[DEFAULT]\ntest_path=${top}/tempest/test_discover\ntop_dir=${top}\ngroup_regex=([^\\.]*\\.)*\n`
}
