import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Harness } from '../../src/cloud/contract/harness.ts'
import { samplesOf } from '../../src/cloud/contract/samples-of.ts'
import { openOpenStackDriver } from '../../src/drivers/openstack/open-openstack-driver.ts'
import { defaultFrontProfile } from '../../src/embedded/default-front-profile.ts'
import { type EmbeddedCloud, startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'

const pageLimit = 2
const { quotas } = defaultFrontProfile
const fewGroups = { ...quotas, network: { ...quotas.network, security_group: 8 } }

/** In milliseconds: so that every state between two states is there to be seen, and refuses what it refuses on a real cloud. */
const latency = {
  networkCreate: 10,
  imageImport: 20,
  volumeCreate: 20,
  volumeExtend: 20,
  volumeDelete: 40,
  snapshotCreate: 20,
  snapshotDelete: 40,
  attach: 40,
  detach: 40,
  serverBuild: 20,
  serverStart: 20,
  serverStop: 20,
  serverReboot: 20,
  serverResize: 20,
  serverDelete: 40,
  serverImage: 20,
}

/** The OpenStack driver over an embedded cloud of that profile, by HTTP on loopback, for the contract's rules. */
export const openStackOnEmbedded = (profile: EmbeddedProfile): Harness => ({
  cloud: `OpenStack (embedded, ${profile.name})`,
  limitMs: 30_000,
  async open() {
    const unexpected: unknown[] = []
    const embedded = await startEmbeddedCloud({
      latency,
      // Pages of two items, so that every list has several, and few security groups, so that the limit is near.
      profile: { ...profile, front: { quotas: fewGroups, ...profile.front, pageLimit } },
      clock: systemClock,
      random: systemRandom,
      onUnexpected: (error) => unexpected.push(error),
    })
    const certificate = await certificateFile(embedded)
    const values = { ...embedded.entry, ...(certificate ? { cacert: certificate.path } : {}) }
    let requests = 0
    const reopen = () =>
      openOpenStackDriver({
        values,
        clock: systemClock,
        random: systemRandom,
        pollIntervalMs: 10,
        onExchange: () => {
          requests += 1
        },
      })
    const driver = await reopen()
    return {
      driver: {
        ...driver,
        async [Symbol.asyncDispose]() {
          await driver[Symbol.asyncDispose]()
          await embedded[Symbol.asyncDispose]()
          await certificate?.remove()
          if (unexpected.length > 0)
            throw new AggregateError(unexpected, 'the front failed in a way that it did not expect')
        },
      },
      reopen,
      requests: () => requests,
      pageSize: pageLimit,
      clock: systemClock,
      random: systemRandom,
      samples: await samplesOf(driver, '198.19.0.0/16'),
    }
  },
})

/** The cloud's own certificate as a file, as clouds.yaml wants it. */
const certificateFile = async ({ certificate }: EmbeddedCloud) => {
  if (certificate === undefined) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'portolan-certificate-'))
  const path = join(folder, 'ca.pem')
  await writeFile(path, certificate)
  return { path, remove: () => rm(folder, { recursive: true, force: true }) }
}
