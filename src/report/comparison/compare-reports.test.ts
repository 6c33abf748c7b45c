import { expect, test } from 'vitest'
import { type ChallengeReport, challengeReport, type Round } from '../../challenge/challenge-report.ts'
import { compareReports } from './compare-reports.ts'

const choice = (name: string) => ({ id: `id of ${name}`, name, because: 'it fits' })
const round = (changes: Partial<Round> = {}): Round => ({
  workload: 'lamp',
  cloud: 'classic',
  verdict: 'passed',
  simulated: true,
  phases: [{ phase: 'deploy', result: 'passed', elapsedMs: 4000 }],
  leaked: 0,
  leaks: [],
  handSet: 0,
  handSetNames: [],
  elapsedMs: 5000,
  ...changes,
})
const report = (...rounds: readonly Round[]): ChallengeReport => challengeReport(rounds, 9000)
const changes = (before: ChallengeReport, after: ChallengeReport) =>
  compareReports(before, after).changes.map(({ effect, workload = '', cloud = '', what, before, after }) =>
    [effect, `${workload}/${cloud}`, what, before ?? '', after ?? ''].join(' | '),
  )
const deployed = (elapsedMs: number, result: 'passed' | 'failed' = 'passed') =>
  report(round({ phases: [{ phase: 'deploy', result, elapsedMs }] }))

test('a report compared with itself has no changes', () => {
  const same = report(round(), round({ cloud: 'flat', verdict: 'failed', cause: 'no flavor fits' }))
  expect(compareReports(same, same)).toEqual({
    schema: 'portolan.report-comparison/1',
    changes: [],
    summary: { better: 0, worse: 0, changed: 0, unchangedRounds: 2 },
  })
})

test('a verdict that is no longer passed is worse, the other way round better, and the cause is told', () => {
  const failed = report(round({ verdict: 'failed', cause: 'no flavor fits' }))
  expect(changes(report(round()), failed)).toEqual([
    'worse | lamp/classic | verdict | passed | failed',
    'changed | lamp/classic | cause |  | no flavor fits',
  ])
  expect(changes(failed, report(round()))).toEqual([
    'better | lamp/classic | verdict | failed | passed',
    'changed | lamp/classic | cause | no flavor fits | ',
  ])
})

test('failed and broken, and another cause, are only changes', () => {
  const before = report(round({ verdict: 'failed', cause: 'no flavor fits' }))
  expect(changes(before, report(round({ verdict: 'broken', cause: 'no answer' })))).toEqual([
    'changed | lamp/classic | verdict | failed | broken',
    'changed | lamp/classic | cause | no flavor fits | no answer',
  ])
})

test('a passed round that vanished is worse; a new one is as good as its verdict', () => {
  const flat = (verdict: Round['verdict']) => round({ cloud: 'flat', verdict })
  expect(changes(report(round(), flat('passed')), report(round()))).toEqual(['worse | lamp/flat | round | passed | '])
  expect(changes(report(round(), flat('failed')), report(round()))).toEqual(['changed | lamp/flat | round | failed | '])
  expect(changes(report(round()), report(round(), flat('passed')))).toEqual(['better | lamp/flat | round |  | passed'])
  expect(changes(report(round()), report(round(), flat('broken')))).toEqual(['worse | lamp/flat | round |  | broken'])
})

test('more that leaked or was set by hand is worse, less is better', () => {
  expect(changes(report(round({ leaked: 0, handSet: 2 })), report(round({ leaked: 3, handSet: 1 })))).toEqual([
    'worse | lamp/classic | leaked | 0 | 3',
    'better | lamp/classic | hand-set | 2 | 1',
  ])
})

test.each([
  ['half as much again', 4000, 6000, []],
  ['a little beyond that', 4000, 6001, ['worse | lamp/classic | time of deploy | 4.0s | 6.0s']],
  ['much faster', 9000, 2000, ['better | lamp/classic | time of deploy | 9.0s | 2.0s']],
  ['ten times as long, and less than a second', 100, 1000, []],
])('a phase that took %s', (_, before, after, expected) => {
  expect(changes(deployed(before), deployed(after))).toEqual(expected)
})

test('the time of a phase that failed says nothing', () => {
  expect(changes(deployed(1000), deployed(60_000, 'failed'))).toEqual([])
})

test('another flavor, image, zone or network is told by name; another id is not', () => {
  const chosen = (flavor: string, kind: 'own' | 'provider') =>
    report(
      round({
        choices: {
          components: [
            { component: 'web', flavor: choice(flavor), image: { ...choice('debian-12'), id: flavor }, zones: [] },
          ],
          network: { kind, because: 'so it is' },
        },
      }),
    )
  expect(changes(chosen('m1.small', 'own'), chosen('m1.large', 'provider'))).toEqual([
    'changed | lamp/classic | web: flavor | m1.small | m1.large',
    'changed | lamp/classic | network | own | provider',
  ])
})

test('what was not the same from the outset is told: the workload’s text, the latency, simulation', () => {
  const environment = (hash: string, latency: 'none' | 'realistic') => ({
    startedAt: '2026-01-01T00:00:00Z',
    endedAt: '2026-01-01T00:01:00Z',
    workloads: [{ name: 'lamp', hash }],
    latency,
  })
  const before = challengeReport([round()], 1, environment('aaaa', 'none'))
  const after = challengeReport([round({ simulated: false })], 1, environment('bbbb', 'realistic'))
  expect(changes(before, after)).toEqual([
    'changed | lamp/ | workload | aaaa | bbbb',
    'changed | / | latency | none | realistic',
    'changed | lamp/classic | simulated | yes | no',
  ])
})

test('what got worse comes first', () => {
  const before = report(round({ verdict: 'failed', cause: 'x' }), round({ cloud: 'flat' }))
  const after = report(round(), round({ cloud: 'flat', leaked: 1 }))
  expect(compareReports(before, after)).toMatchObject({
    changes: [{ effect: 'worse' }, { effect: 'better' }, { effect: 'changed' }],
    summary: { better: 1, worse: 1, changed: 1, unchangedRounds: 0 },
  })
})
