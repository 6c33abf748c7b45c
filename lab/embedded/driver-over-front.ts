import type { CloudDriver } from '../../src/cloud/driver.ts'
import { openOpenStackDriver } from '../../src/drivers/openstack/open-openstack-driver.ts'
import { customerEntry } from '../../src/embedded/customer-entry.ts'
import { openEmbeddedFront } from '../../src/embedded/embedded-front.ts'
import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import { type Clock, systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { seededRandom } from '../../src/lib/random.ts'

/** What of a profile differs from the plainest cloud. */
export type Peculiarity = Partial<Pick<EmbeddedProfile, 'cloud' | 'front' | 'customer'>> & {
  /** What else stands in the entry of clouds.yaml. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** What else stands in its section `auth`. */
  readonly auth?: Readonly<Record<string, string>>
  readonly clock?: Clock
}

/** A request that the driver sent, with its answer's status. */
export interface Sent {
  readonly method: string
  readonly path: string
  readonly status: number
}

export interface DriverOverFront extends AsyncDisposable {
  readonly driver: CloudDriver
  readonly sent: Sent[]
  readonly warnings: string[]
  /** What went wrong behind the APIs that nobody foresaw; closing fails when there is any. */
  readonly unexpected: readonly unknown[]
  /** Logs in once more, as another process of the same customer's does; the caller's to close, before the cloud. */
  anotherDriver(): Promise<CloudDriver>
  /** The user's name and the address that the entry of clouds.yaml had. */
  readonly entry: { readonly authUrl: string; readonly userName: string }
}

/** For tests: an embedded cloud with one peculiarity, its APIs in memory, and the OpenStack driver on them as a customer of that cloud would have it. */
export const driverOverFront = async ({
  cloud = {},
  front = {},
  customer,
  settings = {},
  auth = {},
  clock = systemClock,
}: Peculiarity): Promise<DriverOverFront> => {
  const world = { clock, random: seededRandom(1) }
  const resources = new Disposal()
  const [sent, warnings, unexpected]: [Sent[], string[], unknown[]] = [[], [], []]
  const profile: EmbeddedProfile = {
    name: 'peculiar',
    description: 'a cloud for tests',
    sources: [],
    cloud: { pollIntervalMs: 5, ...cloud },
    front,
    tls: 'none',
    ...(customer ? { customer } : {}),
  }
  try {
    const opened = resources.use(
      await openEmbeddedFront({ profile, ...world, onUnexpected: (error) => unexpected.push(error) }),
    )
    const entry = customerEntry(profile, 'http://127.0.0.1:5000', opened.users.member)
    const anotherDriver = () =>
      openOpenStackDriver({
        values: { ...entry, ...settings, auth: { ...entry.auth, ...auth } },
        fetch: async (request) => opened.front.fetch(request),
        onExchange: ({ method, url, status }) =>
          sent.push({ method, path: new URL(url).pathname + new URL(url).search, status: status ?? 0 }),
        onWarning: (warning) => warnings.push(warning),
        pollIntervalMs: 5,
        ...world,
      })
    const driver = resources.use(await anotherDriver())
    return {
      driver,
      anotherDriver,
      sent,
      warnings,
      unexpected,
      entry: { authUrl: entry.auth.auth_url, userName: entry.auth.username },
      async [Symbol.asyncDispose]() {
        await resources[Symbol.asyncDispose]()
        if (unexpected.length > 0)
          throw new AggregateError(unexpected, 'the front failed in a way that it did not expect')
      },
    }
  } catch (error) {
    await resources[Symbol.asyncDispose]()
    throw error
  }
}
