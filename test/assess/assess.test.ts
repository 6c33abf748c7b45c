import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assessmentSchema } from '../../src/assessment/assessment.ts'
import { assessmentMatrixSchema } from '../../src/assessment/assessment-matrix.ts'
import { type EmbeddedCloud, startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { type CloudsFile, entriesOf, writeCloudsFile } from '../clients/clouds-file.ts'
import { PortolanCommand } from '../portolan-command.ts'
import { enterEmbeddedCloud } from '../project-inventory.ts'

const workload = `
name: web
components:
  front: { image: { os: debian, version: "12" }, resources: { cpus: 1, memory: 2 GiB }, expose: [80] }
`

/** The second cloud is like the first one, save for its names, its page length, its microversions, its image formats and its quota. */
const other = {
  ...classic,
  name: 'other',
  cloud: {
    ...classic.cloud,
    externalNetworks: [{ name: 'ext-1', cidr: '198.18.64.0/20' }],
    imageFormats: ['raw'],
    flavors: [{ name: 'big', vcpus: 4, memoryMiB: 8192, diskGiB: 80 }],
  },
  front: {
    ...classic.front,
    region: 'North',
    imageFormats: ['raw'],
    maxMicroversions: { compute: '2.60' },
  },
} as const

const open = new Disposal()
let clouds: CloudsFile
let portolan: PortolanCommand
let here: EmbeddedCloud
let file: string
beforeAll(async () => {
  const start = async (profile: typeof classic) =>
    open.use(
      await startEmbeddedCloud({ profile, clock: systemClock, random: systemRandom, onUnexpected: console.error }),
    )
  here = await start(classic)
  const there = await start(other)
  clouds = open.use(await writeCloudsFile({ ...entriesOf(here), ...entriesOf(there) }))
  portolan = new PortolanCommand(clouds)
  file = join(clouds.folder, 'web.yaml')
  await writeFile(file, workload)
})
afterAll(() => open[Symbol.asyncDispose]())

test('a workload that rules carry over ends with 0, and says what they absorb', async () => {
  const { code, stdout } = await portolan.run(['assess', 'classic', 'other', file, '-o', 'json'])
  const assessment = assessmentSchema.parse(JSON.parse(stdout))
  expect(code).toBe(0)
  expect(assessment).toMatchObject({
    from: { name: 'classic' },
    to: { name: 'other', region: 'North' },
    verdict: 'ready',
  })
  const absorbed = assessment.findings.filter(({ consequence, met }) => met && consequence === 'absorbed')
  expect(absorbed.map(({ area, subject }) => `${area}: ${subject}`)).toEqual(
    expect.arrayContaining(['interfaces: compute', 'access: region', 'flavors: front']),
  )
  expect(assessment.findings.find(({ subject }) => subject === 'compute')).toMatchObject({
    here: '2.1 to 2.96',
    there: '2.1 to 2.60',
  })
})

test('a project with an image of another format ends with 3, and with the command that converts it', async () => {
  await using cloud = await enterEmbeddedCloud(here, clouds)
  const call = { signal: AbortSignal.timeout(60_000) }
  const image = await cloud.images.content?.create({ name: 'golden', format: 'qcow2' }, { ...call, token: 'golden' })
  const { code, stdout } = await portolan.run(['assess', 'classic', 'other'])
  expect(stdout).toContain('? choice    image golden: qcow2, its own → takes raw')
  expect(stdout).toContain('qemu-img convert -O raw')
  expect(code).toBe(3)
  if (image) await cloud.images.content?.delete(image.id, call)
})

test('the matrix has every way between the configured clouds, and 3 as soon as one is not ready', async () => {
  const ready = await portolan.run(['assess', '--all', file, '-o', 'json'])
  const matrix = assessmentMatrixSchema.parse(JSON.parse(ready.stdout))
  const names = matrix.clouds.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['classic', 'other']))
  expect(matrix.cells).toHaveLength(names.length * (names.length - 1))
  expect(ready.code).toBe(0)
  const arm = join(clouds.folder, 'large.yaml')
  await writeFile(arm, workload.replace('memory: 2 GiB', 'memory: 9 GiB'))
  expect((await portolan.run(['assess', '--all', arm])).code).toBe(3)
})

test('embedded clouds are started for it where nobody has a cloud', async () => {
  const { code, stdout } = await portolan.run(['assess', '--embedded', 'leap', 'ovh', file, '-o', 'name'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
})

test('one cloud alone is wrong usage, with a command to try', async () => {
  const { code, stderr } = await portolan.run(['assess', 'classic'])
  expect(code).toBe(64)
  expect(stderr).toContain('portolan assess --embedded')
})
