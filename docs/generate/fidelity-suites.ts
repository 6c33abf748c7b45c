import { readFile } from 'node:fs/promises'
import type { ContractResults, KeptVerdict } from './contract-results.ts'
import { groupOfRule } from './contract-results.ts'
import { type FidelityGroup, type FidelityRun, type FidelitySuite, readFidelity } from './fidelity-data.ts'
import { tempestRuns } from './fidelity-tempest.ts'

/** A suite with what is known of it. A suite without runs was not run: that is never a pass. */
export interface SuiteResults {
  readonly suite: FidelitySuite | 'tempest' | 'contract'
  /** How the page calls it. */
  readonly title: string
  /** Who wrote it, and what a pass means. */
  readonly about: string
  /** What its numbers count. */
  readonly unit: string
  readonly runs: readonly FidelityRun[]
}

const abouts: Readonly<Record<FidelitySuite, Pick<SuiteResults, 'title' | 'about' | 'unit'>>> = {
  openapi: {
    title: 'OpenAPI descriptions',
    about:
      'OpenStack’s own descriptions of its APIs (codegenerator). A pass is an answer that is as it is described, at the microversion asked for, or a request body against its description that was refused with the right fault.',
    unit: 'checks',
  },
  clients: {
    title: 'Client sessions',
    about: 'The same session by clients that nobody here wrote. A pass is a step that did what the client promises.',
    unit: 'steps',
  },
  horizon: {
    title: 'Horizon',
    about:
      'Debian’s Horizon in Chromium, clicked as a person does. A pass is a sentence of the session that came true.',
    unit: 'sentences',
  },
}

/** Every suite, the contract last. */
export const suiteResults = async (): Promise<readonly SuiteResults[]> => [
  {
    suite: 'tempest',
    title: 'Tempest',
    about:
      'OpenStack’s own test-suite, with the tests of the 2022.11 guideline of the OpenStack Powered Platform. A pass is Tempest’s.',
    unit: 'tests',
    runs: await tempestRuns(),
  },
  ...(await Promise.all(
    Object.entries(abouts).map(async ([suite, about]) => {
      const name = suite as FidelitySuite
      return { suite: name, ...about, runs: (await readFidelity(name))?.runs ?? [] }
    }),
  )),
  {
    suite: 'contract',
    title: 'The contract’s rules',
    about:
      'Portolan’s own [rules](contract.md) of what a driver must make its cloud do, each proven by a driver that breaks it. They judge the driver and the cloud together.',
    unit: 'rules',
    runs: contractRuns(JSON.parse(await readFile(new URL('../contract.json', import.meta.url), 'utf8'))),
  },
]

/** The contract's results in the shape of the other suites. */
export const contractRuns = ({ clouds }: ContractResults): readonly FidelityRun[] =>
  clouds.map(({ verdicts, ...run }) => ({ ...run, versions: {}, groups: groupsOf(verdicts) }))

const groupsOf = (verdicts: Readonly<Record<string, KeptVerdict>>): FidelityGroup[] => {
  const groups = new Map<string, FidelityGroup>()
  for (const [name, { verdict, reason = 'no reason was kept' }] of Object.entries(verdicts)) {
    const key = groupOfRule(name)
    const group = groups.get(key) ?? { name: key, passed: 0, failed: [], skipped: [], notApplicable: [] }
    groups.set(key, group)
    if (verdict === 'kept') group.passed += 1
    else
      group[({ broken: 'failed', skipped: 'skipped', absent: 'notApplicable' } as const)[verdict]].push({
        name,
        reason,
      })
  }
  return [...groups.values()]
}

/** What a run came to: how many checks there are of each kind. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly notApplicable: number
}

/** All of a run's groups, or one, in numbers. */
export const tallyOf = (groups: readonly FidelityGroup[]): Tally =>
  groups.reduce(
    (sum, { passed, failed, skipped, notApplicable }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed.length,
      skipped: sum.skipped + skipped.length,
      notApplicable: sum.notApplicable + notApplicable.length,
    }),
    { passed: 0, failed: 0, skipped: 0, notApplicable: 0 },
  )
