import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { challengeReportSchema } from '../../src/challenge/challenge-report.ts'
import { type CloudsFile, writeCloudsFile } from '../clients/clouds-file.ts'
import { PortolanCommand } from '../portolan-command.ts'
import { faultsBelow, faultsOnTheWay } from './all-kinds.ts'

let clouds: CloudsFile
let portolan: PortolanCommand

beforeAll(async () => {
  clouds = await writeCloudsFile({})
  portolan = new PortolanCommand(clouds)
})
afterAll(() => clouds[Symbol.asyncDispose]())

const challenge = async (faults: readonly object[]) => {
  const file = join(clouds.folder, 'faults.json')
  await writeFile(file, JSON.stringify(faults))
  const embedded = ['--embedded', 'classic,ovh,otc', '--faults', file]
  const { code, stdout, stderr } = await portolan.run(['challenge', ...embedded, '-o', 'json'])
  const report = challengeReportSchema.parse(JSON.parse(stdout))
  const causes = report.rounds.flatMap(({ cloud, workload, cause }) =>
    cause ? [`${cloud} ${workload}: ${cause}`] : [],
  )
  return { code, stderr, report, causes, summary: report.summary }
}

test.each([
  ['below the APIs', faultsBelow],
  ['on the way to the APIs', faultsOnTheWay],
])('one fault of each kind for each thing done, %s: every round passes', async (_, faults) => {
  const { code, causes, summary } = await challenge(faults)
  expect(causes).toEqual([])
  expect(summary).toMatchObject({ rounds: 6, passed: 6, leaked: 0, handSet: 0 })
  expect(code).toBe(0)
})

test('what cannot be mended by trying again fails its own round, with the cause, and leaves nothing', async () => {
  const { code, report, causes, summary } = await challenge([
    {
      cloud: 'classic',
      operation: 'servers.create',
      call: 1,
      kind: 'error',
      code: 'internal',
      message: 'no valid host',
    },
    {
      cloud: 'ovh',
      operation: 'volumes.create',
      call: 1,
      kind: 'error',
      code: 'internal',
      message: 'disk shelf gone',
    },
    { cloud: 'otc', operation: 'routers.create', call: 1, kind: 'error', code: 'forbidden', message: 'no routers' },
  ])
  expect(report.rounds.map(({ cloud, verdict }) => `${cloud} ${verdict}`).sort()).toEqual([
    ...['classic failed', 'classic passed'],
    ...['otc failed', 'otc passed'],
    ...['ovh failed', 'ovh passed'],
  ])
  expect(causes.find((cause) => cause.startsWith('classic'))).toMatch(/create server\/.*no valid host/)
  expect(causes.find((cause) => cause.startsWith('ovh'))).toMatch(/create volume\/.*disk shelf gone/)
  expect(causes.find((cause) => cause.startsWith('otc'))).toMatch(/create router\/.*no routers/)
  expect(summary).toMatchObject({ passed: 3, failed: 3, broken: 0, leaked: 0 })
  expect(code).toBe(3)
})

test('a delete that is refused once is done in the end', async () => {
  const refused = { call: 1, kind: 'error', code: 'internal', message: 'try me later' }
  const { code, causes, summary } = await challenge([
    { cloud: 'classic', operation: 'servers.delete', ...refused },
    { cloud: 'ovh', operation: 'attachments.delete', ...refused },
    { cloud: 'otc', operation: 'floatingIps.delete', ...refused },
  ])
  expect(causes).toEqual([])
  expect(summary).toMatchObject({ passed: 6, leaked: 0 })
  expect(code).toBe(0)
})
