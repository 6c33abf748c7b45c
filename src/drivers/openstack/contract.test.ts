import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeContract } from '../../cloud/contract/describe-contract.ts'
import type { CloudDriver } from '../../cloud/driver.ts'
import { type EmbeddedCloud, startEmbeddedCloud } from '../../embedded/embedded-cloud.ts'
import type { EmbeddedProfile } from '../../embedded/embedded-profile.ts'
import { classic } from '../../embedded/profiles/classic.ts'
import { flat } from '../../embedded/profiles/flat.ts'
import { zoned } from '../../embedded/profiles/zoned.ts'
import { collect } from '../../lib/async-iterable.ts'
import { systemClock } from '../../lib/clock.ts'
import { Disposal } from '../../lib/disposal.ts'
import { seededRandom, systemRandom } from '../../lib/random.ts'
import { openOpenStackDriver } from './open-openstack-driver.ts'

/** Short, but long enough that every state between two states is there to be seen. */
const latency = {
  apiCall: 1,
  imageImport: 10,
  volumeCreate: 10,
  snapshotCreate: 10,
  attach: 5,
  detach: 5,
  serverBuild: 20,
  serverStop: 10,
  serverResize: 10,
  serverDelete: 10,
  serverImage: 10,
}

/** What clouds.yaml would hold, with the certificate in a file where there is one. */
const valuesFor = async (embedded: EmbeddedCloud, resources: Disposal) => {
  if (embedded.certificate === undefined) return { ...embedded.entry }
  const folder = await mkdtemp(join(tmpdir(), 'portolan-'))
  resources.use({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) })
  const cacert = join(folder, 'ca.pem')
  await writeFile(cacert, embedded.certificate)
  return { ...embedded.entry, cacert }
}

const samplesOf = async (driver: CloudDriver) => {
  const call = { signal: new AbortController().signal }
  const [image] = await collect(driver.images.list(call))
  // Nova refuses to resize a server to a smaller disk, so the smallest flavor comes first.
  const flavors = await collect(driver.flavors.list(call))
  const [flavor, otherFlavor] = flavors.sort((a, b) => a.diskGiB - b.diskGiB || a.memoryMiB - b.memoryMiB)
  const zone = (await collect(driver.places.zones(call))).find(({ serves }) => serves.includes('servers'))
  if (!image || !flavor || !otherFlavor || !zone) throw new Error('the cloud has nothing on offer')
  const networks = await collect(driver.networks.list(call))
  const external = networks.find((network) => network.external)
  const shared = networks.find((network) => network.shared && !network.external)
  return {
    imageId: image.id,
    flavorId: flavor.id,
    otherFlavorId: otherFlavor.id,
    zoneId: zone.id,
    range: '198.19.0.0/16',
    ...(external ? { externalNetworkId: external.id } : {}),
    ...(shared ? { sharedNetworkId: shared.id } : {}),
  }
}

const kept = (cloud: string, profile: EmbeddedProfile) =>
  describeContract({
    cloud,
    open: async () => {
      const resources = new Disposal()
      const embedded = resources.use(
        await startEmbeddedCloud({
          // Pages of one item: what a reader does not want is then never asked for.
          profile: { ...profile, front: { ...profile.front, pageLimit: 1 } },
          latency,
          clock: systemClock,
          random: systemRandom,
          onUnexpected: (error) => console.error(error),
        }),
      )
      const values = await valuesFor(embedded, resources)
      let requests = 0
      const open = () =>
        openOpenStackDriver({
          values,
          pollIntervalMs: 5,
          onExchange: () => {
            requests += 1
          },
        })
      const driver = resources.use(await open())
      return {
        driver: { ...driver, [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose]() },
        samples: await samplesOf(driver),
        clock: systemClock,
        random: seededRandom(1),
        requests: () => requests,
        reopen: open,
      }
    },
  })

kept('OpenStack over HTTP', classic)
kept('OpenStack over HTTP with one provider network', flat)
kept('OpenStack over HTTPS with zones and a certificate of its own', zoned)
