import type { Harness } from '../../src/cloud/contract/harness.ts'
import type { Skips } from '../../src/cloud/contract/rules.ts'
import { openAwsDriver } from '../../src/drivers/aws/open-aws-driver.ts'
import { collect } from '../../src/lib/async-iterable.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { asId } from '../../src/model/id.ts'
import { startMoto } from './start-moto.ts'

/** What AWS checks and moto does not: nobody else could, so these rules say nothing about the driver here. */
const unchecked: Skips = {
  'key pairs: what is no public key is refused': 'moto 5.2 fails with an HTML page; EC2 answers InvalidKey.Format',
  'security groups: ports the wrong way round are refused': 'moto 5.2 takes them; EC2 answers InvalidParameterValue',
  'servers: an address that is asked for is given, once':
    'moto 5.2 fails with an HTML page; EC2 answers InvalidIPAddress.InUse',
  'servers: a flavor that does not exist is refused': 'moto takes any instance type (getmoto/moto#5159)',
  'servers: an image that does not exist is refused': 'moto takes any image (getmoto/moto#5131)',
  'servers: a key pair that does not exist is refused':
    'moto 5.2 takes any key pair; EC2 answers InvalidKeyPair.NotFound',
  'servers: none is resized to what does not exist': 'moto takes any instance type (getmoto/moto#5159)',
  'volumes: one of no size is refused': 'moto 5.2 takes it; EC2 answers InvalidParameterValue',
  'volumes: a type that does not exist is refused': 'moto 5.2 takes any type; EC2 answers InvalidParameterValue',
  'volumes: one grows, and does not shrink': 'moto 5.2 shrinks it; EC2 answers InvalidParameterValue',
}

/** The AWS driver over moto, for the contract's rules. Moto takes any credentials. */
export const awsOnMoto: Harness = {
  cloud: 'AWS (moto)',
  limitMs: 60_000,
  skip: unchecked,
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
