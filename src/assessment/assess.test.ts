import { access, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { Cloud } from '../cloud/cloud.ts'
import { openSimulatedDriver } from '../drivers/simulated/open-simulated-driver.ts'
import type { SimulatedOptions } from '../drivers/simulated/simulated-options.ts'
import { systemClock } from '../lib/clock.ts'
import { systemRandom } from '../lib/random.ts'
import type { CloudDescription, ServiceDescription } from '../model/cloud-description.ts'
import { readWorkload } from '../workload/read-workload.ts'
import type { Workload } from '../workload/workload.ts'
import { absorbingRules } from './absorbing-rules.ts'
import { assess } from './assess.ts'
import { type Area, assessmentSchema } from './assessment.ts'
import { narrow, roomy } from './clouds-fixture.ts'
import { type CloudSurvey, surveyCloud } from './survey-cloud.ts'

const call = { signal: AbortSignal.timeout(60_000) }

const surveyOf = async (name: string, options: SimulatedOptions): Promise<CloudSurvey> => {
  const world = { clock: systemClock, random: systemRandom }
  await using cloud = new Cloud(openSimulatedDriver(options, world), { name, ...world })
  return surveyCloud(cloud, call)
}

const workloadOf = (text: string): Workload => {
  const { workload, diagnostics } = readWorkload({ file: 'workload.yaml', text })
  if (!workload) throw new Error(JSON.stringify(diagnostics))
  return workload
}

const web = workloadOf(`
name: web
components:
  front: { image: { os: debian, version: "12" }, resources: { cpus: 1, memory: 2 GiB }, expose: [80] }
`)

const assessed = async (from: SimulatedOptions, to: SimulatedOptions, workload = web) =>
  assess({
    from: await surveyOf('here', from),
    to: await surveyOf('there', to),
    subject: { kind: 'workload', workload },
  })

describe('a workload between two clouds', () => {
  test('what rules see to is absorbed, each by its rule, and nothing is left to decide', async () => {
    const assessment = await assessed(roomy, narrow)
    const found = new Map(assessment.findings.map((finding) => [finding.area, finding]))
    expect(found.get('flavors')).toMatchObject({
      subject: 'front',
      here: 'm1.small (1 vCPU, 2 GiB, 20 GiB disk)',
      there: 'vps-1 (1 vCPU, 4 GiB, 20 GiB disk)',
      consequence: 'absorbed',
      rule: { source: 'src/workload/choose-flavor.ts', quirks: [31] },
    })
    expect(found.get('images')).toMatchObject({ here: 'debian-12', there: 'Debian 12', consequence: 'absorbed' })
    expect(found.get('networks')).toMatchObject({ there: 'the cloud’s network', consequence: 'absorbed' })
    expect(found.get('addresses')).toMatchObject({ here: 'at floating IPs', consequence: 'absorbed' })
    expect(assessment.verdict).toBe('ready')
  })

  test('between equal clouds nothing differs', async () => {
    expect((await assessed(roomy, roomy)).findings).toEqual([])
  })

  test('what the planner would refuse there blocks, with its hint', async () => {
    const { findings, verdict } = await assessed(roomy, { ...narrow, images: [] })
    expect(findings.find(({ area }) => area === 'fit')).toMatchObject({
      subject: 'front',
      here: 'fits',
      there: 'does not fit',
      consequence: 'blocks',
      because: 'this cloud has no image of debian 12',
    })
    expect(verdict).toBe('blocked')
  })

  test('a quota there that is too small blocks', async () => {
    const { findings, verdict } = await assessed(roomy, { ...roomy, quotas: { servers: 0 } })
    expect(findings).toMatchObject([{ area: 'quotas', consequence: 'blocks', met: true }])
    expect(verdict).toBe('blocked')
  })

  test('a flavor without a disk is absorbed by booting from a volume', async () => {
    const diskless = { name: 'flex', vcpus: 1, memoryMiB: 2048, diskGiB: 0 }
    const { findings } = await assessed(roomy, { ...roomy, flavors: [diskless] })
    expect(findings.find(({ area }) => area === 'flavors')?.rule).toMatchObject({ quirks: [36] })
  })

  test('smaller user data that is large enough is told, and not counted', async () => {
    const { findings, summary, verdict } = await assessed(roomy, { ...roomy, userDataLimit: 16_384 })
    expect(findings).toMatchObject([{ area: 'guests', consequence: 'choice', met: false }])
    expect(summary).toEqual({ absorbed: 0, choice: 0, blocks: 0, unmet: 1 })
    expect(verdict).toBe('ready')
  })
})

describe('what clouds say of themselves', () => {
  const nova: ServiceDescription = {
    type: 'compute',
    listedAs: ['compute'],
    version: 'v2.1',
    microversions: { min: '2.1', max: '2.96' },
    scheme: 'https',
    endpoints: 1,
  }
  const plain: CloudDescription = {
    services: [nova],
    extensions: { network: ['router', 'security-group'] },
    trust: 'system',
    domain: { id: 'default', name: 'Default' },
    roles: ['member'],
    volumeTypes: [],
    limits: {},
    pageLimits: {},
    allowed: {
      create_network: 'unknown',
      create_subnet: 'unknown',
      create_router: 'unknown',
      create_port: 'unknown',
      create_security_group: 'unknown',
      create_floating_ip: 'unknown',
      create_server: 'unknown',
      create_volume: 'unknown',
      create_image: 'unknown',
      create_key_pair: 'unknown',
    },
  }
  const between = async (here: Partial<CloudDescription>, there: Partial<CloudDescription>, area: Area) => {
    const survey = await surveyOf('cloud', roomy)
    const { findings } = assess({
      from: { ...survey, description: { ...plain, ...here } },
      to: { ...survey, description: { ...plain, ...there } },
      subject: { kind: 'workload', workload: web },
    })
    return findings.filter((finding) => finding.area === area)
  }

  test('an older microversion is absorbed by negotiation', async () => {
    const older = { ...nova, microversions: { min: '2.1', max: '2.42' } }
    expect(await between({}, { services: [older] }, 'interfaces')).toMatchObject([
      { subject: 'compute', here: '2.1 to 2.96', there: '2.1 to 2.42', consequence: 'absorbed' },
    ])
  })

  test('a service that no workload can use does not count for one', async () => {
    const swift = { type: 'object-store', listedAs: ['object-store'], name: 'swift', endpoints: 1 }
    expect(await between({ services: [nova, swift] }, {}, 'services')).toMatchObject([
      { subject: 'object-store', there: 'none', consequence: 'choice', met: false },
    ])
  })

  test('missing extensions count only where something needs them', async () => {
    const extensions = { network: ['extraroute', 'router', 'trunk'] }
    expect(await between({ extensions }, { extensions: { network: [] } }, 'interfaces')).toMatchObject([
      { subject: 'network extension extraroute', consequence: 'blocks', met: false },
      { subject: 'network extensions trunk', consequence: 'choice', met: false },
    ])
  })

  test('other page lengths are absorbed', async () => {
    expect(await between({}, { pageLimits: { image: 25 } }, 'interfaces')).toMatchObject([
      { subject: 'image lists', here: 'one page', there: '25 a page', consequence: 'absorbed' },
    ])
  })

  test('an authority of the cloud’s own is absorbed, plain http has to be decided about', async () => {
    expect(await between({}, { trust: 'own authority' }, 'access')).toMatchObject([{ consequence: 'absorbed' }])
    expect(await between({}, { trust: 'none' }, 'access')).toMatchObject([{ consequence: 'choice', met: true }])
  })

  test('what is forbidden there blocks those who need it', async () => {
    const allowed = { ...plain.allowed, create_security_group: 'no', create_image: 'no' } as const
    expect(await between({}, { allowed }, 'access')).toMatchObject([
      { subject: 'create security group', consequence: 'blocks', met: true },
      { subject: 'create image', consequence: 'blocks', met: false },
    ])
  })

  test('another domain is clouds.yaml’s business', async () => {
    expect(await between({}, { domain: { id: 'x', name: 'eu-de' } }, 'access')).toMatchObject([
      { subject: 'domain', here: 'Default', there: 'eu-de', consequence: 'absorbed' },
    ])
  })
})

test('an assessment is what its schema says, in the order of the areas', async () => {
  const assessment = await assessed(roomy, narrow)
  expect(assessmentSchema.parse(JSON.parse(JSON.stringify(assessment)))).toEqual(assessment)
})

test('every rule that findings name is in a file that is there', async () => {
  for (const { source } of Object.values(absorbingRules))
    await expect(access(new URL(`../../${source}`, import.meta.url)), source).resolves.toBeUndefined()
})

test('the shipped workloads are assessed as the planner fits them', async () => {
  const text = await readFile(new URL('../../examples/swarm.yaml', import.meta.url), 'utf8')
  const { subject, verdict } = await assessed(roomy, narrow, workloadOf(text))
  expect(subject).toMatchObject({ kind: 'workload', name: 'swarm' })
  expect(verdict).toBe('ready')
})
