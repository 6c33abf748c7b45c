import { expect, it } from 'vitest'
import { driverOverFront } from '../../../lab/embedded/driver-over-front.ts'
import { collect } from '../../lib/async-iterable.ts'

const call = { signal: new AbortController().signal }

/** What a driver shows of a cloud, with what is the same at every start in the place of ids. */
const shown = async (extraProperties: Readonly<Record<string, Readonly<Record<string, string>>>>) => {
  await using opened = await driverOverFront({ front: { extraProperties } })
  const { driver } = opened
  const volume = await driver.volumes?.create({ name: 'one', sizeGiB: 1 }, { ...call, token: 'one' })
  const network = await driver.networks.create?.({ name: 'own' }, { ...call, token: 'own' })
  const lists = {
    flavors: await collect(driver.flavors.list(call)),
    networks: await collect(driver.networks.list(call)),
    images: (await collect(driver.images.list(call))).map(({ properties: _, ...image }) => image),
    volumes: driver.volumes && (await collect(driver.volumes.list(call))),
    volume,
    network,
    quotas: await driver.quotas?.get(call),
  }
  const text = JSON.stringify(lists, (key, value) => (/id$|At$/i.test(key) ? '' : value))
  return { lists: JSON.parse(text) as unknown, images: await collect(driver.images.list(call)) }
}

it("a vendor's own attributes change nothing that the driver shows", async () => {
  const vendor = { 'vendor:rack': 'r7', vendor_status: 'ok' }
  const kinds = ['server', 'flavor', 'network', 'subnet', 'port', 'volume', 'image', 'project', 'quota_set']
  const [plain, extended] = [await shown({}), await shown(Object.fromEntries(kinds.map((kind) => [kind, vendor])))]
  expect(extended.lists).toEqual(plain.lists)
  // Glance's attributes and an image's properties are one set of names.
  expect(extended.images[0]?.properties).toMatchObject(vendor)
})
