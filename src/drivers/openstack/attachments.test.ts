import { expect, it } from 'vitest'
import { driverOverFront } from '../../../lab/embedded/driver-over-front.ts'
import { Cloud } from '../../cloud/cloud.ts'
import { collect } from '../../lib/async-iterable.ts'
import { systemClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'

const call = { signal: new AbortController().signal }

it('a server that is deleted while the attachments are listed has none', async () => {
  await using opened = await driverOverFront({
    cloud: { providerNetworks: [{ name: 'Ext-Net', cidr: '198.18.16.0/20' }] },
  })
  const { driver } = opened
  const cloud = new Cloud(driver, { name: 'busy', clock: systemClock, random: seededRandom(1) })
  const [[flavor], [image], network] = await Promise.all([
    collect(cloud.flavors.list(call)),
    collect(cloud.images.list(call)),
    cloud.find('network', 'Ext-Net', call),
  ])
  if (!flavor || !image || !driver.attachments) throw new Error('the cloud has too little')
  for (const name of ['one', 'other']) {
    const made = { ...call, token: name }
    const spec = { name, flavorId: flavor.id, boot: { imageId: image.id }, interfaces: [{ networkId: network.id }] }
    const [server, volume] = await Promise.all([
      cloud.servers.create(spec, made),
      cloud.volumes?.create({ name, sizeGiB: 1 }, made) ?? Promise.reject(new Error('no volumes')),
    ])
    await cloud.until('server', server.id, ({ status }) => status === 'active', call)
    await cloud.until('volume', volume.id, ({ status }) => status === 'available', call)
    await cloud.attachments?.create({ serverId: server.id, volumeId: volume.id }, made)
    await cloud.until('volume', volume.id, ({ status }) => status === 'in_use', call)
  }
  const before = await collect(driver.attachments.list(call))
  expect(before).toHaveLength(2)
  const seen: string[] = []
  for await (const { serverId } of driver.attachments.list(call)) {
    seen.push(serverId)
    const next = before.find((each) => each.serverId !== serverId)
    if (!next) throw new Error('both are one')
    await cloud.servers.delete(next.serverId, call)
    await cloud.gone('server', next.serverId, call)
  }
  expect(seen).toHaveLength(1)
})
