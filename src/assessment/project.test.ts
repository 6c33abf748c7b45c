import { describe, expect, test } from 'vitest'
import { Cloud } from '../cloud/cloud.ts'
import { openSimulatedDriver } from '../drivers/simulated/open-simulated-driver.ts'
import type { SimulatedOptions } from '../drivers/simulated/simulated-options.ts'
import { systemClock } from '../lib/clock.ts'
import { systemRandom } from '../lib/random.ts'
import type { Image } from '../model/image.ts'
import { assess } from './assess.ts'
import type { Assessment } from './assessment.ts'
import { narrow, roomy } from './clouds-fixture.ts'
import { type Project, readProject, sizeOf } from './project.ts'
import { surveyCloud } from './survey-cloud.ts'

const call = { signal: AbortSignal.timeout(60_000) }
const world = { clock: systemClock, random: systemRandom }
const open = (name: string, options: SimulatedOptions) =>
  new Cloud(openSimulatedDriver(options, world), { name, ...world })

const creates = () => {
  const made: string[] = []
  return () => {
    made.push('one')
    return { ...call, token: `t-${made.length}` }
  }
}

/** Two servers on one network behind a router, one with a floating IP and a volume. */
const furnish = async (cloud: Cloud): Promise<void> => {
  const once = creates()
  const { offer } = await surveyCloud(cloud, call)
  const [[flavor], [image], [pool]] = [offer.flavors, offer.images, offer.pools]
  if (!flavor || !image || !pool || !cloud.networks.create || !cloud.subnets.create) throw new Error('not that cloud')
  const network = await cloud.networks.create({ name: 'inner' }, once())
  const subnet = await cloud.subnets.create({ name: 'inner', networkId: network.id, cidr: '10.5.0.0/24' }, once())
  const router = await cloud.routers?.create({ name: 'way-out', externalNetworkId: pool.id }, once())
  if (router) await cloud.routers?.attachSubnet(router.id, subnet.id, call)
  for (const name of ['web-1', 'web-2']) {
    const { id } = await cloud.servers.create(
      {
        name,
        flavorId: flavor.id,
        boot: { imageId: image.id },
        interfaces: [{ networkId: network.id }],
        metadata: { a: '1', b: '2' },
      },
      once(),
    )
    await cloud.until('server', id, ({ status }) => status === 'active', call)
  }
  await cloud.floatingIps?.create({ poolId: pool.id }, once())
  await cloud.volumes?.create({ name: 'data', sizeGiB: 3, type: 'standard' }, once())
}

const moved = async (
  to: SimulatedOptions,
  { change = (project: Project) => project, from = roomy } = {},
): Promise<Assessment> => {
  await using here = open('here', { volumeTypes: [{ name: 'standard' }], ...from })
  await using there = open('there', to)
  await furnish(here)
  return assess({
    from: await surveyCloud(here, call),
    to: await surveyCloud(there, call),
    subject: { kind: 'project', project: change(await readProject(here, call)), there: await readProject(there, call) },
  })
}

const of = (assessment: Assessment, area: string) =>
  assessment.findings.filter((finding) => finding.area === area && finding.met)

const alike = { ...roomy, volumeTypes: [{ name: 'standard' }] }

const ownImage = (fields: Partial<Image>): Image => ({
  id: 'own-image' as Image['id'],
  name: 'golden',
  status: 'active',
  format: 'qcow2',
  checksums: { md5: 'd41d8cd98f00b204e9800998ecf8427e' },
  minDiskGiB: 0,
  minMemoryMiB: 0,
  public: false,
  properties: {},
  ...fields,
})

test('a project is what is its own: shared networks, public images and the default group are not', async () => {
  await using cloud = open('here', { ...roomy, volumeTypes: [{ name: 'standard' }] })
  await furnish(cloud)
  const project = await readProject(cloud, call)
  expect(project).toMatchObject({
    images: [],
    securityGroups: [],
    networks: [{ name: 'inner' }],
    subnets: [{ cidr: '10.5.0.0/24' }],
    volumes: [{ name: 'data' }],
  })
  expect(project.servers.map(({ name }) => name)).toEqual(['web-1', 'web-2'])
  expect(sizeOf(project)).toBe(
    2 + 1 + 1 + 1 + 1 + 1 + project.ports, // servers, network, subnet, router, floating IP, volume
  )
})

describe('moving a project', () => {
  test('between like clouds only the public addresses are to be decided about', async () => {
    const { findings, verdict } = await moved(alike)
    expect(findings).toMatchObject([{ area: 'addresses', subject: '1 floating IP', consequence: 'choice' }])
    expect(verdict).toBe('choices')
  })

  test('servers get the nearest flavor that is large enough, and images of the same system', async () => {
    const found = await moved(narrow)
    expect(of(found, 'flavors')).toMatchObject([
      {
        subject: '2 servers',
        resources: ['web-1', 'web-2'],
        here: 'm1.small (1 vCPU, 2 GiB, 20 GiB)',
        there: 'vps-1 (1 vCPU, 4 GiB, 20 GiB)',
        consequence: 'absorbed',
      },
    ])
    // The simulated images of both clouds hold other data, so the system decides.
    expect(of(found, 'images')).toMatchObject([{ here: 'debian-12', there: 'Debian 12', consequence: 'absorbed' }])
  })

  test('a flavor that nothing there is as large as blocks, and tells the nearest', async () => {
    const small = { name: 'nano', vcpus: 1, memoryMiB: 512, diskGiB: 5 }
    const [finding] = of(await moved({ ...alike, flavors: [small] }), 'flavors')
    expect(finding).toMatchObject({ there: 'none', consequence: 'blocks' })
    expect(finding?.hint).toContain('nano (has 512 MiB of memory')
  })

  test('one network gives way to the provider’s; several would lose what keeps them apart', async () => {
    expect(of(await moved(narrow), 'networks')).toMatchObject([
      { subject: '1 network', there: 'the network Ext-Net', consequence: 'absorbed' },
    ])
    const doubled = (project: Project) => ({ ...project, networks: [...project.networks, ...project.networks] })
    expect(of(await moved(narrow, { change: doubled }), 'networks')).toMatchObject([{ consequence: 'choice' }])
  })

  test('private addresses change where the networks are the cloud’s', async () => {
    const found = of(await moved(narrow), 'addresses')
    expect(found.map(({ subject, consequence }) => `${subject}: ${consequence}`)).toEqual([
      '1 floating IP: choice',
      'private addresses of 2 servers: choice',
    ])
  })

  test('another external network is found by what it is', async () => {
    const other = { ...alike, externalNetworks: [{ name: 'ext-1', cidr: '198.18.32.0/20' }] }
    expect(of(await moved(other), 'networks')).toMatchObject([
      { here: 'public', there: 'ext-1', consequence: 'absorbed' },
    ])
  })

  test('a volume type that is not there needs a choice', async () => {
    expect(of(await moved({ ...roomy, volumeTypes: [{ name: 'fast' }] }), 'volumes')).toMatchObject([
      { here: 'type standard', there: 'fast', consequence: 'choice', resources: ['data'] },
    ])
  })

  test('volumes that are too small are made larger; too large ones block', async () => {
    const least = { ...roomy, volumeTypes: [{ name: 'standard', minGiB: 10 }] }
    expect(of(await moved(least), 'volumes')).toMatchObject([
      { here: '3 GiB', there: 'at least 10 GiB', consequence: 'absorbed' },
    ])
    const most = { ...roomy, volumeTypes: [{ name: 'standard', maxGiB: 2 }] }
    expect(of(await moved(most), 'volumes')).toMatchObject([{ there: 'at most 2 GiB', consequence: 'blocks' }])
  })

  test('what does not fit into the quotas there blocks', async () => {
    expect(of(await moved({ ...alike, quotas: { servers: 1, volumeGiB: 2 } }), 'quotas')).toMatchObject([
      { subject: 'servers', because: '2 are needed there, and 1 are left', consequence: 'blocks' },
      { subject: 'volumeGiB', consequence: 'blocks' },
    ])
  })

  test('servers of one zone may be put into another; of two zones one must be told', async () => {
    const zones = ['a', 'b']
    expect(of(await moved({ ...alike, zones }), 'zones')).toMatchObject([{ consequence: 'absorbed' }])
    const apart = (project: Project) => ({
      ...project,
      servers: project.servers.map((server, index) => ({ ...server, zoneId: `zone-${index}` as never })),
    })
    expect(of(await moved({ ...alike, zones }, { change: apart }), 'zones')).toMatchObject([
      { here: 'zone-0, zone-1', there: 'a, b', consequence: 'choice' },
    ])
    expect(of(await moved({ ...alike, zones: ['a'] }, { change: apart }), 'zones')[0]?.because).toBe(
      'what stands in 2 zones here would share 1 there',
    )
  })

  test('an image of one’s own must be uploaded, and converted where its format is not taken', async () => {
    const bring = (project: Project) => ({ ...project, images: [ownImage({})] })
    expect(of(await moved(alike, { change: bring }), 'images')).toMatchObject([
      { subject: 'image golden', because: 'it must be uploaded', consequence: 'choice' },
    ])
    // The simulated driver takes what its options say and tells it to nobody; a driver over HTTP tells it in its traits.
    await using here = open('here', alike)
    await using there = open('there', alike)
    const survey = await surveyCloud(there, call)
    const raw = {
      ...survey,
      offer: { ...survey.offer, traits: { ...survey.offer.traits, imageFormats: ['raw'] as const } },
    }
    const subject = { kind: 'project', project: bring(await readProject(here, call)) } as const
    const from = await surveyCloud(here, call)
    expect(of(assess({ from, to: raw, subject }), 'images')).toMatchObject([
      { there: 'takes raw', hint: 'convert it first: qemu-img convert -O raw', consequence: 'choice' },
    ])
    expect(of(assess({ from, to: { ...survey, ownImages: false }, subject }), 'images')).toMatchObject([
      { there: 'no uploads', consequence: 'blocks' },
    ])
  })

  test('an image whose data is there already is no difference', async () => {
    await using here = open('here', alike)
    const survey = await surveyCloud(here, call)
    const to = { ...survey, offer: { ...survey.offer, images: [ownImage({ name: 'other name' })] } }
    const project = { ...(await readProject(here, call)), images: [ownImage({})] }
    expect(of(assess({ from: survey, to, subject: { kind: 'project', project } }), 'images')).toEqual([])
  })

  test('static routes block where routers have none, and a service that is missing has to be decided about', async () => {
    await using here = open('here', alike)
    await furnish(here)
    const survey = await surveyCloud(here, call)
    const description = {
      services: [{ type: 'orchestration', listedAs: ['orchestration'], name: 'heat', endpoints: 1 }],
      extensions: { network: ['extraroute'] },
      trust: 'system',
      roles: [],
      volumeTypes: [],
      limits: {},
      pageLimits: {},
      allowed: {} as never,
    } as const
    const from = { ...survey, description }
    const to = { ...survey, description: { ...description, services: [], extensions: { network: [] } } }
    const project = await readProject(here, call)
    const routers = project.routers.map((router) => ({
      ...router,
      routes: [{ destination: '10.9.0.0/24', nextHop: '10.5.0.9' }],
    }))
    const found = assess({ from, to, subject: { kind: 'project', project: { ...project, routers } } })
    expect(of(found, 'interfaces')).toMatchObject([{ subject: 'network extension extraroute', consequence: 'blocks' }])
    expect(of(found, 'services')).toMatchObject([{ subject: 'orchestration', here: 'heat', consequence: 'choice' }])
  })

  test('security groups that are nowhere there have to be decided about', async () => {
    await using here = open('here', alike)
    await here.securityGroups.create({ name: 'web' }, creates()())
    await using there = open('there', { ...alike, securityGroups: false })
    const subject = { kind: 'project', project: await readProject(here, call) } as const
    const [from, to] = [await surveyCloud(here, call), await surveyCloud(there, call)]
    expect(of(assess({ from, to, subject }), 'security groups')).toMatchObject([
      { resources: ['web'], there: 'none', consequence: 'choice' },
    ])
  })

  test('more metadata than a server may have there blocks', async () => {
    await using here = open('here', alike)
    await furnish(here)
    const survey = await surveyCloud(here, call)
    const description = {
      services: [],
      extensions: {},
      trust: 'system',
      roles: [],
      volumeTypes: [],
      pageLimits: {},
    } as const
    const to = { ...survey, description: { ...description, limits: { serverMetadataItems: 1 }, allowed: {} as never } }
    const project = await readProject(here, call)
    expect(of(assess({ from: survey, to, subject: { kind: 'project', project } }), 'guests')).toMatchObject([
      { here: 'up to 2 items', there: 'at most 1 items', consequence: 'blocks' },
    ])
  })

  test('a key of the same name and another content clashes with nothing', async () => {
    await using here = open('here', alike)
    await using there = open('there', alike)
    const [one, other] = ['AAAAC3NzaC1lZDI1NTE5AAAAIGE', 'AAAAC3NzaC1lZDI1NTE5AAAAIGI']
    const once = creates()
    await here.keyPairs.create({ name: 'me', publicKey: `ssh-ed25519 ${one} a@b` }, once())
    await there.keyPairs.create({ name: 'me', publicKey: `ssh-ed25519 ${other} a@b` }, once())
    const [from, to] = [await surveyCloud(here, call), await surveyCloud(there, call)]
    const subject = {
      kind: 'project',
      project: await readProject(here, call),
      there: await readProject(there, call),
    } as const
    expect(of(assess({ from, to, subject }), 'key pairs')).toMatchObject([{ consequence: 'absorbed' }])
    expect(of(assess({ from, to, subject: { ...subject, there: subject.project } }), 'key pairs')).toEqual([])
  })
})

test('of an empty project nothing is met', async () => {
  await using here = open('here', roomy)
  await using there = open('there', narrow)
  const { subject, summary } = assess({
    from: await surveyCloud(here, call),
    to: await surveyCloud(there, call),
    subject: { kind: 'project', project: await readProject(here, call) },
  })
  expect(subject.resources).toBe(0)
  expect(summary).toMatchObject({ choice: 0, blocks: 0 })
})
