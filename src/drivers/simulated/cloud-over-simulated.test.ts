import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { Cloud } from '../../cloud/cloud.ts'
import { breaking } from '../../cloud/contract/broken/breaking.ts'
import { withConfirmation } from '../../cloud/contract/broken/with-confirmation.ts'
import { samplesOf } from '../../cloud/contract/samples-of.ts'
import type { CloudDriver } from '../../cloud/driver.ts'
import { systemClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { Server } from '../../model/server.ts'
import { openSimulatedDriver } from './open-simulated-driver.ts'

const call = { signal: AbortSignal.timeout(15_000) }
const creating = (token: string) => ({ ...call, token })

const opened = (change: (driver: CloudDriver) => CloudDriver = (driver) => driver) => {
  const random = seededRandom(1)
  const options = { pollIntervalMs: 1, latency: { serverBuild: 5, serverResize: 5, serverDelete: 5, volumeDelete: 5 } }
  const driver = change(openSimulatedDriver(options, { clock: systemClock, random }))
  return { driver, cloud: new Cloud(driver, { name: 'test', clock: systemClock, random }) }
}

const newServer = async (cloud: Cloud, driver: CloudDriver): Promise<Server> => {
  const { imageId, flavorId } = await samplesOf(driver, '198.19.0.0/16')
  const network = await cloud.networks.create?.({ name: 'net' }, creating('net'))
  assert.ok(network)
  const subnet = { name: 'sub', networkId: network.id, cidr: '198.19.1.0/24' }
  await cloud.subnets.create?.(subnet, creating('sub'))
  const spec = { name: 'web', flavorId, boot: { imageId }, interfaces: [{ networkId: network.id }] }
  const { id } = await cloud.servers.create(spec, creating('web'))
  return cloud.until('server', id, ({ status }) => status === 'active', call)
}

describe('a cloud', () => {
  it('has the groups that its driver has, and no others', async () => {
    const { driver } = opened()
    const { volumes: _, ...less } = driver
    const cloud = new Cloud(less, { name: 'test', clock: systemClock, random: seededRandom(1) })
    assert.equal('volumes' in cloud, false)
    assert.equal('routers' in cloud, true)
    await assert.rejects(cloud.find('volume', 'data', call), { code: 'unsupported' })
  })

  it('finds by id, then by the only name, and names the ids of several', async () => {
    const { cloud } = opened()
    const one = await cloud.volumes?.create({ name: 'data', sizeGiB: 1 }, creating('one'))
    assert.ok(one)
    assert.equal((await cloud.find('volume', one.id, call)).id, one.id)
    assert.equal((await cloud.find('volume', 'data', call)).id, one.id)
    const other = await cloud.volumes?.create({ name: 'data', sizeGiB: 1 }, creating('other'))
    await assert.rejects(cloud.find('volume', 'data', call), (error: CloudError) => {
      assert.equal(error.code, 'invalid')
      assert.ok(error.message.includes(one.id) && error.message.includes(other?.id ?? '-'), error.message)
      return true
    })
    await assert.rejects(cloud.find('volume', 'no such', call), { code: 'not_found' })
  })

  it('tells the fault of what went to error while it was waited for', async () => {
    const { cloud, driver } = opened(
      breaking('servers.get', (good) => async (id, one) => ({
        ...(await good(id, one)),
        status: 'error',
        fault: 'no host has room',
      })),
    )
    await assert.rejects(newServer(cloud, driver), /went to error: no host has room/)
  })

  it('waits till what was deleted is gone, and is not held up by what never was', async () => {
    const { cloud, driver } = opened()
    const { id } = await newServer(cloud, driver)
    await cloud.servers.delete(id, call)
    await cloud.gone('server', id, call)
    await assert.rejects(cloud.servers.get(id, call), { code: 'not_found' })
    await cloud.gone('server', asId('never-was'), call)
  })

  it('stops waiting when its caller does', async () => {
    const { cloud, driver } = opened()
    const { id } = await newServer(cloud, driver)
    const signal = AbortSignal.timeout(20)
    await assert.rejects(cloud.gone('server', id, { signal }), { code: 'canceled' })
  })

  it('resizes a server on clouds that want a confirmation, that want it stopped, and that want neither', async () => {
    const needingStop = (driver: CloudDriver): CloudDriver =>
      breaking('servers.resize', (good, { servers }) => async (id, flavorId, one) => {
        const { status } = await servers.get(id, one)
        if (status !== 'stopped') throw new CloudError('conflict', 'stop it first')
        await good(id, flavorId, one)
      })({ ...driver, traits: { ...driver.traits, resizeNeedsStop: true } })
    for (const change of [(driver: CloudDriver) => driver, withConfirmation, needingStop]) {
      const { cloud, driver } = opened(change)
      const { otherFlavorId } = await samplesOf(driver, '198.19.0.0/16')
      assert.ok(otherFlavorId)
      const { id } = await newServer(cloud, driver)
      const resized = await cloud.resizeServer(id, otherFlavorId, call)
      assert.deepEqual([resized.status, resized.flavorId], ['active', otherFlavorId])
      assert.deepEqual(await cloud.resizeServer(id, otherFlavorId, call), resized)
    }
  })
})
