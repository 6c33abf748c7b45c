import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { fidelityFileSchema } from './fidelity-data.ts'
import { fidelityPage } from './fidelity-page.ts'
import { fidelityPicture } from './fidelity-picture.ts'
import { contractRuns, type SuiteResults, suiteResults, tallyOf } from './fidelity-suites.ts'
import { tempestRun } from './fidelity-tempest.ts'

const text = (name: string) => readFile(new URL(`../${name}`, import.meta.url), 'utf8')

test('docs/fidelity.md and its picture are what `npm run docs` makes of what was recorded', async () => {
  const suites = await suiteResults()
  expect(await text('fidelity.md')).toBe(fidelityPage(suites))
  expect(await text('fidelity.svg')).toBe(fidelityPicture(suites))
})

const tempest: SuiteResults = {
  suite: 'tempest',
  title: 'Tempest',
  about: 'A suite.',
  unit: 'tests',
  runs: [
    {
      cloud: 'embedded classic',
      simulated: true,
      command: 'npm run test:tempest',
      ranAt: '2026-11-22T10:05:12.000Z',
      seconds: 301.4,
      versions: { tempest: '33.0.0' },
      groups: [
        {
          name: 'compute',
          passed: 3,
          failed: [{ name: 'test_rebuild', reason: '<404> & nothing' }],
          skipped: [],
          notApplicable: [],
        },
        {
          name: 'image',
          passed: 2,
          failed: [],
          skipped: [{ name: 'test_import', reason: 'no web' }],
          notApplicable: [],
        },
      ],
    },
  ],
}

test('a suite that was not run on a cloud is said not to have been, and counts nowhere as passed', () => {
  const never: SuiteResults = { ...tempest, runs: [] }
  expect(fidelityPage([never])).toContain('| [Tempest](#tempest) | not run | not run |\n')
  expect(fidelityPage([never])).toContain('## Tempest\n\nA suite.\n\nNot run.\n')
  expect(fidelityPicture([never])).toContain('>not run</text>')
  expect(fidelityPicture([never])).not.toMatch(/<rect[^>]* class="passed" *\/>(?![\s\S]*class="key">passed)/)
})

test('what failed and was skipped lowers the score and is told with its reason', () => {
  const page = fidelityPage([tempest])
  expect(page).toContain('| [Tempest](#tempest) | 5 of 7 tests | not run |\n')
  expect(page).toContain('| compute | 3 passed, 1 failed |\n')
  expect(page).toContain('- **failed** test_rebuild: <404> & nothing\n- **skipped** test_import: no web\n')
  for (const word of ['`npm run test:tempest`', '2026-11-22 10:05 UTC', '301 s', 'tempest 33.0.0', 'nothing real'])
    expect(page).toContain(word)
})

test('the picture gives each kind its share of the bar', () => {
  const picture = fidelityPicture([tempest])
  const shares = [...picture.matchAll(/width="([\d.]+)" height="17" class="(\w+)"/g)].map(([, long, kind]) => [
    kind,
    Number(long),
  ])
  expect(shares).toEqual([
    ['passed', 214.3],
    ['failed', 42.9],
    ['skipped', 42.9],
  ])
})

test('the contract’s verdicts are counted by group, what is absent apart from what is broken', () => {
  const [run] = contractRuns({
    schema: 'portolan.contract/2',
    clouds: [
      {
        ...{
          cloud: 'simulated',
          simulated: true,
          command: 'npm run docs',
          ranAt: '2026-11-22T10:00:00.000Z',
          seconds: 9,
        },
        verdicts: {
          'servers: one': { verdict: 'kept' },
          'servers: two': { verdict: 'broken', reason: 'why' },
          'images: three': { verdict: 'absent', reason: 'no images' },
        },
      },
    ],
  })
  expect(run?.groups.map(({ name }) => name)).toEqual(['servers', 'images'])
  expect(tallyOf(run?.groups ?? [])).toEqual({ passed: 1, failed: 1, skipped: 0, notApplicable: 1 })
})

test('Tempest’s report is counted by service, and what it never reported has failed', () => {
  const test = (name: string, status: string) => ({ id: 'x', name: `tempest.api.${name}`, status })
  const report = {
    ...{
      version: 1,
      suite: 'tempest',
      tempest: 'tempest 33.0.0',
      list: 'platform.2022.11',
      command: 'npm run test:tempest',
    },
    ...{ date: '2026-11-22', seconds: 433 },
    tests: [test('compute.A.one', 'success'), test('compute.A.two', 'absent'), test('image.B.three', 'skip')],
    fixtures: [{ name: 'tearDownClass (tempest.api.image.B)', status: 'fail' }],
  }
  const { groups, versions } = tempestRun(report)
  expect(groups.map(({ name }) => name)).toEqual(['compute', 'image'])
  expect(tallyOf(groups)).toEqual({ passed: 1, failed: 2, skipped: 1, notApplicable: 0 })
  expect(versions).toEqual({ tempest: '33.0.0', list: 'platform.2022.11' })
})

test('a check that did not pass is recorded with its reason or not at all', () => {
  const withFailure = (failure: object) => {
    const group = { name: 'compute', passed: 3, failed: [failure] }
    return {
      schema: 'portolan.fidelity/1',
      suite: 'clients',
      runs: tempest.runs.map((run) => ({ ...run, groups: [group] })),
    }
  }
  expect(fidelityFileSchema.safeParse(withFailure({ name: 'test_resize', reason: 'why' })).success).toBe(true)
  expect(fidelityFileSchema.safeParse(withFailure({ name: 'test_resize' })).success).toBe(false)
})
