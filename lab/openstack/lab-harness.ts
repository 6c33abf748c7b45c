import type { Harness } from '../../src/cloud/contract/harness.ts'
import { samplesOf } from '../../src/cloud/contract/samples-of.ts'
import { openOpenStackDriver } from '../../src/drivers/openstack/open-openstack-driver.ts'
import { collect } from '../../src/lib/async-iterable.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { asId } from '../../src/model/id.ts'
import { askedOptions } from './asked-options.ts'
import { labFolders } from './lab-folders.ts'
import { openLabProject } from './open-lab-project.ts'

/** How results call it: with virtual machines, and with none behind Nova's API. */
const clouds = { nova: 'OpenStack (lab)', fake: 'OpenStack (lab, fake driver)' } as const

/** Nova's fake driver says that it uploads and does not, and the image stays queued for good (openstack/nova `nova/virt/fake.py`, `snapshot`). */
const noSnapshots = "Nova's fake driver makes no image of a server"
const skipped: { readonly [Zone in keyof typeof clouds]?: Harness['skip'] } = {
  fake: {
    'servers: one can be made an image of': noSnapshots,
    'servers: the same token makes an image of one once': noSnapshots,
  },
}

/**
 * The OpenStack driver over the lab, which must run, in a project of its own, for the contract's rules. Servers are in that zone: `nova` has real ones,
 * and `fake`, which the lab has when it is asked for fake computes, has none behind Nova's API.
 */
export const openStackInLab = (zone: keyof typeof clouds): Harness => ({
  cloud: clouds[zone],
  limitMs: 300_000,
  ...(skipped[zone] ? { skip: skipped[zone] } : {}),
  async open() {
    // Few security groups, so that the limit is near.
    const project = await openLabProject({ neutron: { security_group: 8 } })
    let requests = 0
    const reopen = () =>
      openOpenStackDriver({
        values: { ...project.entry },
        clock: systemClock,
        random: systemRandom,
        pollIntervalMs: 300,
        onExchange: () => {
          requests += 1
        },
      })
    const driver = await reopen()
    const { pageLimit } = await askedOptions(labFolders)
    const call = { signal: new AbortController().signal }
    const images = await collect(driver.images.list(call))
    const small = images.find(({ name }) => name === 'small-linux')
    const flavors = await collect(driver.flavors.list(call))
    const flavorOf = (wanted: string) => flavors.find(({ name }) => name === wanted)
    const [nano, micro] = [flavorOf('m1.nano'), flavorOf('m1.micro')]
    const zones = await collect(driver.places.zones(call))
    const volumeZone = zones.find(({ serves }) => serves.includes('volumes'))
    if (!zones.some(({ name }) => name === zone))
      throw new Error(`the lab has no zone ${zone}: npm run lab:openstack -- up --fake-computes 1`)
    if (!small || !nano || !micro) throw new Error('the lab lacks what it is seeded with: npm run lab:openstack -- up')
    return {
      driver: {
        ...driver,
        async [Symbol.asyncDispose]() {
          await driver[Symbol.asyncDispose]()
          await project[Symbol.asyncDispose]()
        },
      },
      reopen,
      requests: () => requests,
      ...(pageLimit === undefined ? {} : { pageSize: pageLimit }),
      clock: systemClock,
      random: systemRandom,
      samples: {
        ...(await samplesOf(driver, '198.18.128.0/17')),
        imageId: small.id,
        flavorId: nano.id,
        otherFlavorId: micro.id,
        zoneId: asId<'zone'>(zone),
        ...(volumeZone ? { volumeZoneId: volumeZone.id } : {}),
      },
    }
  },
})
