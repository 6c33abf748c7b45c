import type { ClassifiedError, CloudDriver, CloudTraits, RouterDriver } from '../../cloud/driver.ts'
import { systemClock } from '../../lib/clock.ts'
import { systemRandom } from '../../lib/random.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { QuotaName } from '../../model/quota.ts'
import { attachments } from './attachments.ts'
import { containers } from './containers.ts'
import { flavors } from './flavors.ts'
import { floatingIps } from './floating-ips.ts'
import { guests } from './guests.ts'
import { images } from './images.ts'
import { keyPairs } from './key-pairs.ts'
import { networks } from './networks.ts'
import { objects } from './objects.ts'
import { places, regionOf } from './places.ts'
import { ports } from './ports.ts'
import { quotas } from './quotas.ts'
import { routers } from './routers.ts'
import { securityGroups } from './security-groups.ts'
import { seed } from './seed.ts'
import { userDataLimitOf } from './server-plan.ts'
import { servers } from './servers.ts'
import type { World } from './simulated-cloud.ts'
import { SimulatedCloud } from './simulated-cloud.ts'
import type { SimulatedOptions } from './simulated-options.ts'
import { snapshots } from './snapshots.ts'
import { subnets } from './subnets.ts'
import { volumes } from './volumes.ts'

/** What every simulated cloud has; routers, floating IPs and object storage are there unless the options say otherwise. */
export type SimulatedDriver = Omit<CloudDriver, AlwaysThere> & Required<Pick<CloudDriver, AlwaysThere>>
type AlwaysThere = 'ports' | 'volumes' | 'attachments' | 'snapshots' | 'quotas' | 'guests' | 'watch'

/**
 * Opens a cloud that lives in this process (large objects in a private folder for as long) and ends with its driver. Throws `CloudError`s alone. Without options it has no limits, no latency and no
 * quotas, and what is asked for is done before the call resolves.
 */
export const openSimulatedDriver = (
  options: SimulatedOptions = {},
  world: World = { clock: systemClock, random: systemRandom },
): SimulatedDriver => {
  const cloud = new SimulatedCloud(options, world)
  seed(cloud)
  const hasNetworks = options.tenantNetworks !== false
  const hasRouters = hasNetworks && options.routers !== false
  const hasFloatingIps = hasRouters && options.floatingIps !== false
  const absent = new Set<QuotaName>([
    ...(hasNetworks ? [] : (['networks', 'subnets'] as const)),
    ...(hasRouters ? [] : (['routers'] as const)),
    ...(hasFloatingIps ? [] : (['floatingIps'] as const)),
  ])
  return {
    traits: traitsOf(cloud),
    places: places(cloud),
    flavors: flavors(cloud),
    images: images(cloud),
    keyPairs: keyPairs(cloud),
    networks: networks(cloud),
    subnets: subnets(cloud),
    ...(hasRouters ? { routers: routers(cloud) satisfies RouterDriver } : {}),
    ports: ports(cloud),
    securityGroups: securityGroups(cloud),
    ...(hasFloatingIps ? { floatingIps: floatingIps(cloud) } : {}),
    volumes: volumes(cloud),
    attachments: attachments(cloud),
    snapshots: snapshots(cloud),
    ...(options.objectStorage === false ? {} : { containers: containers(cloud), objects: objects(cloud) }),
    servers: servers(cloud),
    quotas: quotas(cloud, absent),
    guests: guests(cloud),
    watch: ({ signal }) => cloud.changes.watch(signal),
    classify,
    [Symbol.asyncDispose]: () => cloud.close(),
  }
}

const traitsOf = (cloud: SimulatedCloud): CloudTraits => ({
  kind: 'simulated',
  simulated: true,
  region: regionOf(cloud),
  resizeNeedsStop: false,
  zoneRequired: cloud.options.zoneRequired ?? false,
  volumesStayInZone: cloud.options.volumesStayInZone ?? false,
  subnetSettings: true,
  bootFromVolume: true,
  volumesFromImages: true,
  ...(cloud.options.disklessNeedsVolume ? { disklessNeedsVolume: true } : {}),
  configDrive: true,
  ...(cloud.options.egress === 'explicit' ? { egressIsExplicit: true } : {}),
  ...(cloud.options.securityGroups === false ? { withoutSecurityGroups: true } : {}),
  userDataLimit: userDataLimitOf(cloud),
  pollIntervalMs: cloud.options.pollIntervalMs ?? 50,
  consistencyWindowMs: cloud.options.consistencyMs ?? 0,
})

const classify = (error: unknown): ClassifiedError => {
  if (error instanceof DOMException && (error.name === 'AbortError' || error.name === 'TimeoutError'))
    return { code: 'canceled', message: 'the caller stopped it' }
  if (!(error instanceof CloudError)) return { code: 'internal', message: 'the simulated cloud failed' }
  const { code, message, reason, requestId, retryAfterMs, limits } = error
  return {
    code,
    message,
    ...(reason === undefined ? {} : { reason }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(limits === undefined ? {} : { limits }),
  }
}
