import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedCloud, startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { type CloudsFile, entriesOf, writeCloudsFile } from './clouds-file.ts'
import { openstackCommand } from './openstack-command.ts'

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

  it('resizes a server and makes an image of it', async () => {
    await openstack.json('network', 'create', 'net')
    await openstack.json('subnet', 'create', 'sub', '--network', 'net', '--subnet-range', '198.19.7.0/24')
    const place = ['--network', 'net', '--image', 'debian-12', '--flavor', 's1.small']
    await openstack.json('server', 'create', 'one', '--wait', ...place)
    await openstack.text('server', 'resize', '--wait', '--flavor', 's1.medium', 'one')
    expect((await openstack.json<{ status: string }>('server', 'show', 'one')).status).toBe('VERIFY_RESIZE')
    await openstack.text('server', 'resize', 'confirm', 'one')
    const resized = await openstack.json<{ status: string; flavor: unknown }>('server', 'show', 'one')
    expect(resized.status).toBe('ACTIVE')
    expect(JSON.stringify(resized.flavor)).toContain('s1.medium')

    await openstack.text('server', 'image', 'create', '--wait', '--name', 'shot', 'one')
    const images = await openstack.json<{ Name: string; Status: string }[]>('image', 'list')
    expect(images).toContainEqual(expect.objectContaining({ Name: 'shot', Status: 'active' }))
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
