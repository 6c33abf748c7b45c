import { expect, test } from 'vitest'
import { startRunningCloud } from '../../test/running-cloud.ts'
import { Cloud } from '../cloud/cloud.ts'
import { openSimulatedDriver } from '../drivers/simulated/open-simulated-driver.ts'
import { classic } from '../embedded/profiles/classic.ts'
import { ovh } from '../embedded/profiles/ovh.ts'
import { systemClock } from '../lib/clock.ts'
import { systemRandom } from '../lib/random.ts'
import { surveyCloud } from './survey-cloud.ts'

const call = () => ({ signal: AbortSignal.timeout(20_000) })

test('a survey tells a cloud’s services with their microversions, and what it says of itself', async () => {
  await using running = await startRunningCloud()
  const { description, offer, ownImages } = await surveyCloud(running.cloud, call())
  const services = new Map(description?.services.map((service) => [service.type, service]))
  expect(services.get('compute')).toMatchObject({ version: 'v2.1', microversions: { min: '2.1', max: '2.96' } })
  expect(services.get('block-storage')?.listedAs).toContain('volumev3')
  expect(services.get('network')).toMatchObject({ version: 'v2.0', scheme: 'http' })
  expect(description).toMatchObject({
    trust: 'loopback',
    domain: { name: 'Default' },
    roles: ['member', 'reader'],
    limits: { serverMetadataItems: 128, serverGroups: 10 },
    allowed: { create_volume: 'unknown' },
  })
  expect(description?.extensions.network).toContain('router')
  expect(description?.importMethods).toContain('glance-direct')
  expect(offer.pools.map(({ name }) => name)).toEqual(['public'])
  expect(ownImages).toBe(true)
})

test('a survey makes nothing', async () => {
  await using running = await startRunningCloud()
  await surveyCloud(running.cloud, call())
  expect(await running.added()).toEqual([])
  expect(running.unexpected).toEqual([])
})

test('what a cloud’s groups rule out is not allowed there', async () => {
  await using running = await startRunningCloud({ profile: ovh })
  const { description, offer, subnets } = await surveyCloud(running.cloud, call())
  expect(description?.allowed).toMatchObject({ create_router: 'no', create_floating_ip: 'no' })
  expect(subnets.map(({ networkId }) => networkId)).toEqual(offer.networks.map(({ id }) => id))
  expect(offer.networks.map(({ name }) => name)).toEqual(['Ext-Net'])
})

test('a list that is longer than a page shows how long a page is', async () => {
  await using running = await startRunningCloud({
    profile: { ...classic, front: { ...classic.front, pageLimit: 2 } },
  })
  const { description } = await surveyCloud(running.cloud, call())
  expect(description?.pageLimits.compute).toBe(2)
})

test('a survey does without a description where the driver has none', async () => {
  const world = { clock: systemClock, random: systemRandom }
  const { description: _, ...driver } = openSimulatedDriver({}, world)
  await using cloud = new Cloud(driver, { name: 'plain', ...world })
  const survey = await surveyCloud(cloud, call())
  expect(survey.description).toBeUndefined()
  expect(survey.offer.flavors).not.toEqual([])
})
