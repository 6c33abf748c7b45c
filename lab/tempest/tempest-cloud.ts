import { type EmbeddedCloud, type EmbeddedCloudOptions, startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import { collect } from '../../src/lib/async-iterable.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { flavors } from '../../src/openstack/compute/flavors.ts'
import { listImages } from '../../src/openstack/image/images.ts'
import { networkExtensions } from '../../src/openstack/network/extensions.ts'
import { networks } from '../../src/openstack/network/networks.ts'
import { openCloudSession } from '../../src/openstack/session/open-cloud-session.ts'
import { formatMicroversion } from '../../src/wire/openstack/microversion.ts'
import { Disks } from '../guests/disks.ts'
import { GuestHost, needGuestPort } from '../guests/guest-host.ts'
import { guestImage } from '../guests/guest-image.ts'
import { makeTempestAccounts, type TempestAccount, tempestNetwork } from './tempest-accounts.ts'
import type { TempestTarget } from './tempest-configuration.ts'
import { tempestProfile } from './tempest-profile.ts'

/** An embedded cloud in this process whose servers have real guests, with accounts for Tempest. */
export interface TempestCloud extends AsyncDisposable {
  readonly embedded: EmbeddedCloud
  readonly accounts: readonly TempestAccount[]
  readonly target: TempestTarget
  /** What failed inside the cloud, which must be nothing. */
  readonly unexpected: readonly unknown[]
}

export interface TempestCloudOptions {
  /** How many users, each with a project of their own, are made: with the role `member`, and resellers. */
  readonly accounts: { readonly members: number; readonly resellers: number }
  readonly signal: AbortSignal
  readonly say: (line: string) => void
  /** What differs from the plain embedded cloud. */
  readonly embedded?: Partial<EmbeddedCloudOptions>
}

/** Starts the cloud, makes the accounts and finds out through its APIs what Tempest must be told. */
export const startTempestCloud = async ({
  accounts: count,
  signal,
  say,
  embedded: options,
}: TempestCloudOptions): Promise<TempestCloud> => {
  const open = new Disposal()
  const unexpected: unknown[] = []
  const onUnexpected = (error: unknown) => {
    unexpected.push(error)
    say(`the embedded cloud failed: ${error instanceof Error ? error.stack : error}`)
  }
  try {
    await needGuestPort()
    const image = await guestImage(say)
    const disks = open.use(await Disks.open())
    const embedded = open.use(
      await startEmbeddedCloud({
        profile: tempestProfile(systemRandom),
        beside: (driver) => new GuestHost(driver, { image, disks }, onUnexpected),
        clock: systemClock,
        random: systemRandom,
        onUnexpected,
        ...options,
      }),
    )
    const accounts = await makeTempestAccounts(embedded, count, systemRandom, { signal })
    const target = await describe(embedded, { signal })
    return { embedded, accounts, target, unexpected, [Symbol.asyncDispose]: () => open[Symbol.asyncDispose]() }
  } catch (error) {
    await open[Symbol.asyncDispose]()
    throw error
  }
}

const describe = async (
  { entry, profile }: EmbeddedCloud,
  call: { readonly signal: AbortSignal },
): Promise<TempestTarget> => {
  await using opened = await openCloudSession({ values: { ...entry }, signal: call.signal })
  const { session } = opened
  const [compute, image, network] = await Promise.all([
    session.need('compute', call),
    session.need('image', call),
    session.need('network', call),
  ])
  const [external] = await collect(networks.list(network, { 'router:external': true }, call))
  const { microversions } = await compute.endpoint(call)
  const { catalog } = await session.authorization(call)
  const { securityCompliance } = profile.front
  if (!external || !microversions) throw new Error('the cloud has no external network or no microversions')
  return {
    authUrl: entry.auth.auth_url,
    region: entry.region_name ?? '',
    images: firstTwo(await collect(listImages(image, {}, call))),
    // The smallest two: some servers get real machines.
    flavors: firstTwo((await collect(flavors.list(compute, {}, call))).sort((one, other) => one.ram - other.ram)),
    network: tempestNetwork,
    externalNetwork: { id: external.id, name: external.name },
    networkExtensions: [...(await networkExtensions(network, call))].sort(),
    maxComputeMicroversion: formatMicroversion(microversions.max),
    objectStore: catalog.some(({ type }) => type === 'object-store'),
    lockout: {
      attempts: securityCompliance?.lockoutAttempts ?? 0,
      seconds: securityCompliance?.lockoutSeconds ?? 0,
      rememberedPasswords: securityCompliance?.uniqueLastPasswords ?? 0,
    },
  }
}

const firstTwo = (found: ReadonlyArray<{ readonly id: string }>): readonly [string, string] => {
  const [one, other] = found
  if (!one || !other) throw new Error('Tempest needs two images and two flavors')
  return [one.id, other.id]
}
