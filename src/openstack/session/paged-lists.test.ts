import { expect, it } from 'vitest'
import { driverOverFront } from '../../../lab/embedded/driver-over-front.ts'
import { collect } from '../../lib/async-iterable.ts'

const call = { signal: new AbortController().signal }

/** The names in every list of a cloud with seven of everything that is quickly made, by group. */
const listed = async (front: { readonly pageLimit?: number; readonly withoutExtensions?: readonly string[] }) => {
  await using opened = await driverOverFront({ front })
  const { driver } = opened
  for (let index = 0; index < 7; index += 1) {
    const one = { ...call, token: `token-${index}` }
    const network = await driver.networks.create?.({ name: `network-${index}` }, one)
    if (!network) throw new Error('no networks can be made')
    await driver.subnets.create?.({ name: `subnet-${index}`, networkId: network.id, cidr: `10.0.${index}.0/24` }, one)
    await driver.ports?.create({ name: `port-${index}`, networkId: network.id }, one)
    await driver.routers?.create({ name: `router-${index}` }, one)
    await driver.securityGroups.create({ name: `group-${index}` }, one)
    await driver.volumes?.create({ name: `volume-${index}`, sizeGiB: 1 }, one)
    await driver.images.content?.create({ name: `image-${index}`, format: 'raw' }, one)
  }
  const { flavors, networks, subnets, ports, routers, securityGroups, volumes, images } = driver
  const groups = { flavors, networks, subnets, ports, routers, securityGroups, volumes, images }
  const names = Object.entries(groups).map(async ([group, part]) => {
    const items = part ? await collect<{ readonly name: string }>(part.list(call)) : []
    return [group, items.map(({ name }) => name).sort()] as const
  })
  return {
    names: Object.fromEntries(await Promise.all(names)),
    followed: opened.sent.some(({ path }) => path.includes('marker=')),
  }
}

it.each([1, 2, 3])('every list is read to its end in pages of %i', async (pageLimit) => {
  const [whole, paged] = [await listed({}), await listed({ pageLimit })]
  expect(paged.names).toEqual(whole.names)
  expect([whole.followed, paged.followed]).toEqual([false, true])
  expect(Object.values(paged.names).every((names) => names.length >= 3)).toBe(true)
})

it('a Neutron that knows no pages gives its lists whole', async () => {
  const { names } = await listed({ pageLimit: 2, withoutExtensions: ['pagination'] })
  expect(names.networks).toHaveLength((await listed({})).names.networks?.length ?? 0)
})
