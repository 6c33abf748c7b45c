import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedCloud, startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { type CloudsFile, entriesOf, writeCloudsFile } from './clouds-file.ts'
import { openstackCommand } from './openstack-command.ts'

interface Named {
  readonly ID: string
  readonly Name: string
}

/** OpenSSH's form of an ed25519 key that nobody has the other half of. */
const publicKey = `ssh-ed25519 ${Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from('ssh-ed25519'),
  Buffer.from([0, 0, 0, 32]),
  randomBytes(32),
]).toString('base64')} test`

describe('the openstack command on the embedded cloud classic', () => {
  let cloud: EmbeddedCloud
  let file: CloudsFile
  let openstack: ReturnType<typeof openstackCommand>
  const unexpected: unknown[] = []

  beforeAll(async () => {
    cloud = await startEmbeddedCloud({
      profile: classic,
      clock: systemClock,
      random: systemRandom,
      onUnexpected: (error) => unexpected.push(error),
    })
    file = await writeCloudsFile(entriesOf(cloud))
    openstack = openstackCommand(file, cloud.name)
  })
  afterAll(async () => {
    await cloud[Symbol.asyncDispose]()
    await file[Symbol.asyncDispose]()
  })

  it('does a whole session, from the token to the last delete', async () => {
    const token = await openstack.json<{ id: string; project_id: string }>('token', 'issue')
    expect(token.id.length).toBeGreaterThan(20)

    const data = randomBytes(1_000_000)
    const [up, down] = [join(file.folder, 'up.img'), join(file.folder, 'down.img')]
    await writeFile(up, data)
    const uploaded = await openstack.json<{ status: string; size: number }>(
      'image',
      'create',
      'mine',
      '--disk-format',
      'qcow2',
      '--container-format',
      'bare',
      '--file',
      up,
    )
    expect(uploaded).toMatchObject({ status: 'active', size: data.length })
    await openstack.text('image', 'save', '--file', down, 'mine')
    expect((await readFile(down)).equals(data)).toBe(true)

    await openstack.json('network', 'create', 'net')
    await openstack.json('subnet', 'create', 'sub', '--network', 'net', '--subnet-range', '198.19.7.0/24')
    await openstack.json('router', 'create', 'edge', '--external-gateway', 'public')
    await openstack.text('router', 'add', 'subnet', 'edge', 'sub')
    await openstack.json('security', 'group', 'create', 'web')
    await openstack.json('security', 'group', 'rule', 'create', 'web', '--protocol', 'tcp', '--dst-port', '22')
    const keyFile = join(file.folder, 'key.pub')
    await writeFile(keyFile, publicKey)
    await openstack.json('keypair', 'create', 'key', '--public-key', keyFile)

    const server = await openstack.json<{ status: string; addresses: unknown; id: string }>(
      'server',
      'create',
      'one',
      '--wait',
      '--flavor',
      's1.small',
      '--image',
      'debian-12',
      '--network',
      'net',
      '--security-group',
      'web',
      '--key-name',
      'key',
      '--property',
      'role=test',
    )
    expect(server.status).toBe('ACTIVE')
    expect(JSON.stringify(server.addresses)).toContain('198.19.7.')
    expect(await openstack.text('console', 'log', 'show', 'one')).toContain('SIMULATED GUEST')

    const { floating_ip_address: address } = await openstack.json<{ floating_ip_address: string }>(
      'floating',
      'ip',
      'create',
      'public',
    )
    await openstack.text('server', 'add', 'floating', 'ip', 'one', address)
    const withAddress = await openstack.json<{ addresses: unknown }>('server', 'show', 'one')
    expect(JSON.stringify(withAddress.addresses)).toContain(address)

    await openstack.json('volume', 'create', 'disk', '--size', '3')
    await openstack.text('server', 'add', 'volume', 'one', 'disk')
    await expect
      .poll(async () => (await openstack.json<{ status: string }>('volume', 'show', 'disk')).status, {
        timeout: 60_000,
      })
      .toBe('in-use')
    expect(await openstack.refusal('volume', 'delete', 'disk')).toContain('Invalid volume')

    await openstack.text('server', 'resize', '--wait', '--flavor', 's1.medium', 'one')
    expect((await openstack.json<{ status: string }>('server', 'show', 'one')).status).toBe('VERIFY_RESIZE')
    await openstack.text('server', 'resize', 'confirm', 'one')
    const resized = await openstack.json<{ status: string; flavor: unknown }>('server', 'show', 'one')
    expect(resized.status).toBe('ACTIVE')
    expect(JSON.stringify(resized.flavor)).toContain('s1.medium')

    await openstack.text('server', 'image', 'create', '--wait', '--name', 'shot', 'one')

    await openstack.text('server', 'remove', 'volume', 'one', 'disk')
    await expect
      .poll(async () => (await openstack.json<{ status: string }>('volume', 'show', 'disk')).status, {
        timeout: 60_000,
      })
      .toBe('available')
    await openstack.json('volume', 'snapshot', 'create', 'moment', '--volume', 'disk')
    await openstack.text('server', 'delete', '--wait', 'one')
    await openstack.text('volume', 'snapshot', 'delete', 'moment')
    await expect.poll(() => openstack.json('volume', 'snapshot', 'list'), { timeout: 60_000 }).toEqual([])
    await openstack.text('volume', 'delete', 'disk')
    await openstack.text('floating', 'ip', 'delete', address)
    await openstack.text('router', 'remove', 'subnet', 'edge', 'sub')
    await openstack.text('router', 'delete', 'edge')
    await openstack.text('network', 'delete', 'net')
    await openstack.text('security', 'group', 'delete', 'web')
    await openstack.text('keypair', 'delete', 'key')
    await openstack.text('image', 'delete', 'mine', 'shot')

    for (const what of [['server'], ['volume'], ['port'], ['router'], ['floating', 'ip'], ['keypair']])
      expect(await openstack.json(...what, 'list'), what.join(' ')).toEqual([])
    const images = await openstack.json<Named[]>('image', 'list')
    expect(images.map(({ Name }) => Name)).not.toContain('mine')
    expect(unexpected).toEqual([])
  })

  it('is refused what a member may not do, and told why', async () => {
    expect(await openstack.refusal('flavor', 'create', 'mine')).toMatch(/403|Forbidden|not allowed/i)
    expect(await openstack.refusal('user', 'list')).toContain('identity:list_users')
  })

  it('shows an administrator the cloud’s services', async () => {
    const admin = openstackCommand(file, `${cloud.name}-admin`)
    const services = await admin.json<{ Type: string }[]>('catalog', 'list')
    expect(services.map(({ Type }) => Type)).toEqual(
      expect.arrayContaining(['identity', 'compute', 'network', 'image', 'block-storage', 'placement']),
    )
    const hypervisors = await admin.json<unknown[]>('hypervisor', 'list')
    expect(hypervisors.length).toBeGreaterThan(0)
  })
})
