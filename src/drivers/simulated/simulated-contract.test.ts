import { describeContract } from '../../cloud/contract/describe-contract.ts'
import { collect } from '../../lib/async-iterable.ts'
import { systemClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'
import { openSimulatedDriver } from './open-simulated-driver.ts'
import type { SimulatedOptions } from './simulated-options.ts'

/** A hundredth of what a real cloud takes, so that every state between two states is there to be seen. */
const latency = {
  apiCall: 1,
  networkCreate: 5,
  imageImport: 10,
  volumeCreate: 10,
  volumeExtend: 5,
  volumeDelete: 5,
  snapshotCreate: 10,
  snapshotDelete: 5,
  attach: 5,
  detach: 5,
  serverBuild: 20,
  serverStart: 10,
  serverStop: 10,
  serverReboot: 10,
  serverResize: 10,
  serverDelete: 10,
  serverImage: 10,
  jitter: 0.5,
}

const kept = (cloud: string, options: SimulatedOptions) =>
  describeContract({
    cloud,
    open: async () => {
      const random = seededRandom(1)
      const driver = openSimulatedDriver({ pollIntervalMs: 5, ...options }, { clock: systemClock, random })
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

kept('a simulated cloud that takes no time', {})
kept('a simulated cloud that takes its time', { latency })
kept('a simulated cloud with one provider network', { tenantNetworks: false })
kept('a simulated cloud with zones that matter', {
  zones: ['north', 'south'],
  zoneRequired: true,
  volumesStayInZone: true,
  floatingIps: false,
})
kept('a simulated cloud that shows new things late', { consistencyMs: 30 })
