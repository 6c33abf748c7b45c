import { afterAll, beforeAll, expect, test } from 'vitest'
import { challengeReportSchema, phaseNames } from '../../src/challenge/challenge-report.ts'
import { embeddedProfiles } from '../../src/embedded/embedded-profiles.ts'
import { type CloudsFile, writeCloudsFile } from '../clients/clouds-file.ts'
import { PortolanCommand } from '../portolan-command.ts'

let clouds: CloudsFile
let portolan: PortolanCommand
beforeAll(async () => {
  clouds = await writeCloudsFile({})
  portolan = new PortolanCommand(clouds)
})
afterAll(() => clouds[Symbol.asyncDispose]())

test('the shipped workloads run unchanged on all eighteen clouds, and stdout is the report alone', async () => {
  const { code, stdout, stderr } = await portolan.run(['challenge', '--embedded', 'all', '-o', 'json'])
  const report = challengeReportSchema.parse(JSON.parse(stdout))
  expect(report.rounds.map(({ cloud, workload }) => `${cloud} ${workload}`).sort()).toEqual(
    embeddedProfiles.flatMap(({ name }) => [`${name} lamp`, `${name} swarm`]).sort(),
  )
  for (const round of report.rounds) {
    expect(round).toMatchObject({ verdict: 'passed', simulated: true, leaked: 0, handSet: 0 })
    expect(round.phases.map(({ phase, result }) => `${phase} ${result}`)).toEqual(
      phaseNames.map((phase) => `${phase} passed`),
    )
  }
  expect(report.summary).toMatchObject({ rounds: 36, passed: 36, failed: 0, broken: 0, leaked: 0, handSet: 0 })
  // Progress is for people, and goes where people read.
  expect(stderr).toContain('lamp')
  expect(code).toBe(0)
})

test('with --events every line is one event, and the last one carries the report', async () => {
  const { code, stdout } = await portolan.run(['challenge', '--embedded', 'ovh', '--events'])
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events[0]).toEqual({ type: 'version', schema: 'portolan.challenge/1' })
  expect(challengeReportSchema.parse(events.at(-1).report).summary).toMatchObject({ passed: 2, leaked: 0 })
  expect(code).toBe(0)
})
