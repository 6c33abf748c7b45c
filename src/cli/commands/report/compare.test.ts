import { expect, test } from 'vitest'
import { challengeReport, type Round } from '../../../challenge/challenge-report.ts'
import { runIn } from '../../test-world.ts'

const round: Round = {
  workload: 'lamp',
  cloud: 'classic',
  verdict: 'passed',
  simulated: true,
  phases: [],
  leaked: 0,
  leaks: [],
  handSet: 0,
  handSetNames: [],
  elapsedMs: 1,
}
const files = {
  '/here/monday/report.json': JSON.stringify(challengeReport([round], 1)),
  '/here/tuesday.json': JSON.stringify(challengeReport([{ ...round, verdict: 'failed', cause: 'no flavor fits' }], 1)),
  '/here/other.json': '{"schema": "portolan.survey/1"}',
}
const portolan = (line: string) => runIn(line.split(' '), { files })

test('what got worse is told with a minus and exits 3', async () => {
  const { code, out } = await portolan('report compare monday tuesday.json')
  expect(out).toMatch(/^− +lamp +classic +verdict +passed +failed$/m)
  expect(out).toContain('0 better (+), 1 worse (−), 1 otherwise changed (~); 0 rounds as before.')
  expect(code).toBe(3)
})

test('what got better is told with a plus and exits 0', async () => {
  const { code, out } = await portolan('report compare tuesday.json monday')
  expect(out).toMatch(/^\+ +lamp +classic +verdict +failed +passed$/m)
  expect(code).toBe(0)
})

test('the JSON says its schema', async () => {
  const { out } = await portolan('report compare monday monday/report.json -o json')
  expect(JSON.parse(out)).toMatchObject({ schema: 'portolan.report-comparison/1', summary: { unchangedRounds: 1 } })
})

test('what is not a report exits 1 and is named', async () => {
  const { code, err } = await portolan('report compare monday other.json')
  expect(code).toBe(1)
  expect(err).toContain("other.json is not a challenge's report")
})
