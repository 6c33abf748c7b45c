import type { Harness } from '../../src/cloud/contract/harness.ts'
import { openAwsDriver } from '../../src/drivers/aws/open-aws-driver.ts'
import { collect } from '../../src/lib/async-iterable.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { asId } from '../../src/model/id.ts'
import { startMoto } from './start-moto.ts'

/** The AWS driver over moto, for the contract's rules. Moto takes any credentials. */
export const awsOnMoto: Harness = {
  cloud: 'AWS (moto)',
  limitMs: 60_000,
  async open() {
    const moto = await startMoto()
    const reopen = () =>
      openAwsDriver({
        region: 'us-east-1',
        endpoint: moto.endpoint,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        pollIntervalMs: 100,
      })
    const driver = await reopen()
    const call = { signal: new AbortController().signal }
    const images = await collect(driver.images.list(call))
    const image = images.find(({ operatingSystem, architecture }) => operatingSystem && architecture === 'x86_64')
    if (!image) throw new Error('moto shows no image with a known operating system')
    return {
      driver: {
        ...driver,
        async [Symbol.asyncDispose]() {
          await driver[Symbol.asyncDispose]()
          await moto[Symbol.asyncDispose]()
        },
      },
      clock: systemClock,
      random: systemRandom,
      samples: {
        imageId: image.id,
        flavorId: asId<'flavor'>('t3.micro'),
        otherFlavorId: asId<'flavor'>('t3.small'),
        range: '10.0.0.0/16',
      },
      reopen,
    }
  },
}
