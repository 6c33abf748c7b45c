import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMoto } from '../../lab/moto/start-moto.ts'
import { openAwsDriver } from '../../src/drivers/aws/open-aws-driver.ts'
import { defaultFrontProfile } from '../../src/embedded/default-front-profile.ts'
import { listen } from '../../src/fronts/listen.ts'
import { openOpenStackFront } from '../../src/fronts/openstack/front.ts'
import { openMemoryStore } from '../../src/fronts/openstack/store/memory-store.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { type CloudsFile, writeCloudsFile } from './clouds-file.ts'
import { openstackCommand } from './openstack-command.ts'

describe('the openstack command on AWS (moto), through the OpenStack front', () => {
  const resources = new Disposal()
  const unexpected: unknown[] = []
  let file: CloudsFile
  let openstack: ReturnType<typeof openstackCommand>

  beforeAll(async () => {
    const moto = resources.use(await startMoto())
    const driver = resources.use(
      await openAwsDriver({
        region: 'us-east-1',
        endpoint: moto.endpoint,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        pollIntervalMs: 200,
      }),
    )
    const password = randomBytes(24).toString('base64url')
    const front = resources.use(
      await openOpenStackFront({
        driver,
        profile: { ...defaultFrontProfile, name: 'aws', region: 'us-east-1' },
        store: resources.use(openMemoryStore()),
        clock: systemClock,
        random: systemRandom,
        users: {
          adminPassword: randomBytes(24).toString('base64url'),
          demo: { projectName: 'demo', userName: 'demo', password },
        },
        onUnexpected: (error) => unexpected.push(error),
      }),
    )
    const { origin } = resources.use(await listen((request) => front.fetch(request), { host: '127.0.0.1', port: 0 }))
    file = resources.use(
      await writeCloudsFile({
        aws: {
          entry: {
            auth: {
              auth_url: `${origin}/identity/v3`,
              username: 'demo',
              password,
              project_name: 'demo',
              user_domain_name: 'Default',
              project_domain_name: 'Default',
            },
            region_name: 'us-east-1',
            identity_api_version: '3',
          },
        },
      }),
    )
    openstack = openstackCommand(file, 'aws')
  })
  afterAll(() => resources[Symbol.asyncDispose]())

  it('creates, lists and deletes a server with a key, a network and a security group', async () => {
    const key = join(file.folder, 'key')
    await openstack.text('keypair', 'create', 'key', '--private-key', key)
    await openstack.json('network', 'create', 'net')
    await openstack.json('subnet', 'create', 'sub', '--network', 'net', '--subnet-range', '10.0.7.0/24')
    await openstack.json('security', 'group', 'create', 'web')
    await openstack.json('security', 'group', 'rule', 'create', 'web', '--protocol', 'tcp', '--dst-port', '22')
    const images = await openstack.json<{ ID: string; Name: string }[]>('image', 'list')
    const debian = images.find(({ Name }) => /^(debian-\d+|al2023-ami-20).*(amd64|x86_64)/.test(Name)) ?? images[0]
    const made = await openstack.json<{ status: string; id: string }>(
      'server',
      'create',
      'one',
      '--wait',
      '--flavor',
      't3.micro',
      '--image',
      debian?.ID ?? '',
      '--network',
      'net',
      '--security-group',
      'web',
      '--key-name',
      'key',
      '--property',
      'role=test',
    )
    expect(made.status).toBe('ACTIVE')
    const listed = await openstack.json<{ Name: string; Status: string; Networks: unknown; Flavor: string }[]>(
      'server',
      'list',
    )
    expect(listed).toMatchObject([{ Name: 'one', Status: 'ACTIVE', Flavor: 't3.micro' }])
    expect(JSON.stringify(listed[0]?.Networks)).toContain('10.0.7.')
    await openstack.text('server', 'delete', '--wait', 'one')
    expect(await openstack.json('server', 'list')).toEqual([])
    await openstack.text('security', 'group', 'delete', 'web')
    await openstack.text('network', 'delete', 'net')
    await openstack.text('keypair', 'delete', 'key')
    expect(unexpected).toEqual([])
  })

  it('refuses by name what AWS does not have here', async () => {
    expect(await openstack.refusal('router', 'create', 'edge')).toMatch(/404|not be found|not found/i)
    expect(
      await openstack.refusal('image', 'create', 'mine', '--disk-format', 'raw', '--file', '/etc/hostname'),
    ).toMatch(/403|405|cannot|not/i)
  })
})
