import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Moto, startMoto } from '../../lab/moto/start-moto.ts'
import { type CloudsFile, writeCloudsFile } from './clouds-file.ts'
import { openstackCommand } from './openstack-command.ts'
import { type Bridge, startBridge } from './start-bridge.ts'

describe('the openstack command on AWS (moto), through portolan cloud bridge', () => {
  let moto: Moto
  let folder: CloudsFile
  let bridge: Bridge
  let openstack: ReturnType<typeof openstackCommand>

  const start = async () => {
    bridge = await startBridge({ endpoint: moto.endpoint, state: join(folder.folder, 'bridge') })
    openstack = openstackCommand(
      { ...folder, environment: { ...folder.environment, OS_CLIENT_CONFIG_FILE: bridge.cloudsFile } },
      'aws',
    )
  }

  beforeAll(async () => {
    moto = await startMoto()
    folder = await writeCloudsFile({})
    await start()
  })
  afterAll(async () => {
    await bridge[Symbol.asyncDispose]()
    await moto[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  it('creates, lists and deletes a server with a key, a network and a security group, across a restart of the bridge', async () => {
    await openstack.text('keypair', 'create', 'key', '--private-key', join(folder.folder, 'key'))
    await openstack.json('network', 'create', 'net')
    await openstack.json('subnet', 'create', 'sub', '--network', 'net', '--subnet-range', '10.0.7.0/24')
    await openstack.json('security', 'group', 'create', 'web')
    await openstack.json('security', 'group', 'rule', 'create', 'web', '--protocol', 'tcp', '--dst-port', '22')
    const images = await openstack.json<{ ID: string; Name: string }[]>('image', 'list')
    const image = images.find(({ Name }) => /^al2023-ami-20.*x86_64/.test(Name))
    const made = await openstack.json<{ status: string }>(
      'server',
      'create',
      'one',
      '--wait',
      '--flavor',
      't3.micro',
      '--image',
      image?.ID ?? '',
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

    await bridge[Symbol.asyncDispose]()
    await start()
    const [listed, ...more] = await openstack.json<
      { Name: string; Status: string; Networks: unknown; Flavor: string }[]
    >('server', 'list')
    expect(listed).toMatchObject({ Name: 'one', Status: 'ACTIVE', Flavor: 't3.micro' })
    expect(more).toEqual([])
    expect(JSON.stringify(listed?.Networks)).toContain('10.0.7.')

    await openstack.text('server', 'delete', '--wait', 'one')
    expect(await openstack.json('server', 'list')).toEqual([])
    await openstack.text('security', 'group', 'delete', 'web')
    await openstack.text('network', 'delete', 'net')
    await openstack.text('keypair', 'delete', 'key')
    expect(bridge.said()).not.toContain('failed inside')
  })

  it('refuses by name what AWS does not have here', async () => {
    expect(await openstack.refusal('router', 'create', 'edge')).toMatch(/404|not be found|not found/i)
    expect(
      await openstack.refusal('image', 'create', 'mine', '--disk-format', 'raw', '--file', '/etc/hostname'),
    ).toMatch(/403|405|cannot|not/i)
  })
})
