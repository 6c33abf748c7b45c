import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LabProject, openLabProject } from '../../lab/openstack/open-lab-project.ts'
import { challengeReportSchema, phaseNames } from '../../src/challenge/challenge-report.ts'
import { setup as buildPortolan } from '../build-portolan.ts'
import { type CloudsFile, writeCloudsFile } from '../clients/clouds-file.ts'
import { PortolanCommand } from '../portolan-command.ts'

/** Guests under emulation take minutes where others take seconds. */
const patience = { timeoutMs: 3_600_000 }
const exampleOf = (name: string) => new URL(`../../examples/${name}.yaml`, import.meta.url).pathname

let project: LabProject
let clouds: CloudsFile
let portolan: PortolanCommand
beforeAll(async () => {
  await buildPortolan()
  project = await openLabProject()
  clouds = await writeCloudsFile({ lab: { entry: project.entry } })
  portolan = new PortolanCommand(clouds)
})
afterAll(async () => {
  await clouds?.[Symbol.asyncDispose]()
  await project?.[Symbol.asyncDispose]()
})

describe.each(['lamp', 'swarm'])('the example %s on real virtual machines', (name) => {
  test('up makes it, a second up changes nothing, status shows its servers, and down takes it all away', async () => {
    const up = await portolan.run(['up', exampleOf(name), '--cloud', 'lab', '--yes'], patience)
    expect(up).toMatchObject({ code: 0 })
    const again = await portolan.run(['up', exampleOf(name), '--cloud', 'lab', '--yes'], patience)
    expect(again).toMatchObject({ code: 0 })
    expect(again.stdout + again.stderr).not.toMatch(/Created after/)
    const status = await portolan.run(['status', name], patience)
    const servers = (await readFile(exampleOf(name), 'utf8')).includes('count: 3') ? 3 : 4
    expect(status.stdout.match(/\bactive\b/g)).toHaveLength(servers)
    const down = await portolan.run(['down', name, '--yes'], patience)
    expect(down).toMatchObject({ code: 0 })
  })
})

test('the challenge passes on the lab beside embedded clouds, and says which of them are simulated', async () => {
  const { code, stdout } = await portolan.run(
    ['challenge', '--cloud', 'lab', '--embedded', 'classic,ovh', '--parallelism', '1', '-o', 'json'],
    patience,
  )
  const { rounds, summary } = challengeReportSchema.parse(JSON.parse(stdout))
  expect(rounds.filter(({ simulated }) => !simulated).map(({ cloud, workload }) => `${workload} on ${cloud}`)).toEqual([
    'lamp on lab',
    'swarm on lab',
  ])
  for (const { phases } of rounds)
    expect(phases.map(({ phase, result }) => `${phase} ${result}`)).toEqual(
      phaseNames.map((phase) => `${phase} passed`),
    )
  expect(summary).toMatchObject({ rounds: 6, passed: 6, leaked: 0, handSet: 0 })
  expect(code).toBe(0)
})
