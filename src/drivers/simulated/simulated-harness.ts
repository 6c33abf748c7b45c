import { countingLists } from '../../cloud/contract/counting-lists.ts'
import type { Harness } from '../../cloud/contract/harness.ts'
import { collect } from '../../lib/async-iterable.ts'
import { systemClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'
import { openSimulatedDriver } from './open-simulated-driver.ts'
import type { SimulatedOptions } from './simulated-options.ts'

/** A simulated cloud with those options, opened for the contract's rules. */
export const simulatedHarness = (cloud: string, options: SimulatedOptions = {}): Harness => ({
  cloud,
  open: async () => {
    const random = seededRandom(1)
    const { driver, requests } = countingLists(
      openSimulatedDriver({ pollIntervalMs: 5, ...options }, { clock: systemClock, random }),
    )
    const call = { signal: new AbortController().signal }
    const [image] = await collect(driver.images.list(call))
    const [flavor, otherFlavor] = await collect(driver.flavors.list(call))
    const [zone] = await collect(driver.places.zones(call))
    if (!image || !flavor || !otherFlavor || !zone) throw new Error('the cloud has nothing on offer')
    const networks = await collect(driver.networks.list(call))
    const external = networks.find((network) => network.external)
    const shared = networks.find((network) => network.shared)
    return {
      driver,
      requests,
      // All that a simulated cloud knows is in the cloud: its driver has no memory to lose.
      reopen: async () => ({ ...driver, [Symbol.asyncDispose]: async () => {} }),
      clock: systemClock,
      random,
      samples: {
        imageId: image.id,
        flavorId: flavor.id,
        otherFlavorId: otherFlavor.id,
        zoneId: zone.id,
        range: '198.19.0.0/16',
        ...(external ? { externalNetworkId: external.id } : {}),
        ...(shared ? { sharedNetworkId: shared.id } : {}),
      },
    }
  },
})
