import assert from 'node:assert/strict'
import { collect } from '../../lib/async-iterable.ts'
import { type Rules, rule } from './rule.ts'

export const placeRules = {
  'places: the region that the driver is opened for is among the regions': rule([], async ({ cloud, call }) => {
    const regions = await collect(cloud.places.regions(call))
    assert.ok(
      regions.some(({ id }) => id === cloud.traits.region),
      `${cloud.traits.region} is not among the regions`,
    )
  }),
  'places: a zone is listed once': rule([], async ({ driver, call }) => {
    // Through the driver: `Cloud` passes over what it has yielded already.
    const ids = (await collect(driver.places.zones(call))).map(({ id }) => id)
    assert.deepEqual(ids, [...new Set(ids)])
  }),
  'places: servers can be put into an available zone': rule([], async ({ cloud, call }) => {
    const zones = await collect(cloud.places.zones(call))
    assert.ok(
      zones.some(({ available, serves }) => available && serves.includes('servers')),
      'no zone takes servers',
    )
  }),
} satisfies Rules
