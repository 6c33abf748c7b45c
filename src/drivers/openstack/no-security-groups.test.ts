import { expect, it } from 'vitest'
import { driverOverFront } from '../../../lab/embedded/driver-over-front.ts'
import { collect } from '../../lib/async-iterable.ts'

const call = { signal: new AbortController().signal }

it.each([{ groups: 'unsaid' }, { groups: 'none', securityGroupIds: [] }])(
  'a cloud without security groups makes a server with groups $groups, and every port of it is open',
  async ({ securityGroupIds }) => {
    const providerNetworks = [{ name: 'Ext-Net', cidr: '198.18.16.0/20' }]
    await using opened = await driverOverFront({
      cloud: { providerNetworks },
      front: { withoutExtensions: ['security-group'] },
    })
    const { driver } = opened
    const [[flavor], [image], networks] = await Promise.all([
      collect(driver.flavors.list(call)),
      collect(driver.images.list(call)),
      collect(driver.networks.list(call)),
    ])
    const network = networks.find(({ name }) => name === 'Ext-Net')
    if (!flavor || !image || !network) throw new Error('the cloud has too little')
    const made = await driver.servers.create(
      {
        name: 'web',
        flavorId: flavor.id,
        boot: { imageId: image.id },
        interfaces: [{ networkId: network.id }],
        ...(securityGroupIds ? { securityGroupIds } : {}),
      },
      { ...call, token: 'web' },
    )
    const now = () => driver.servers.get(made.id, call)
    await expect.poll(async () => (await now()).status).toBe('active')
    const address = (await now()).interfaces[0]?.address ?? ''
    const probe = { from: 'outside', to: { address }, protocol: 'tcp', port: 22 } as const
    await expect.poll(async () => driver.guests?.probe(probe, call)).toMatchObject({ reached: true })
  },
)
