import type { FaultPlan } from '../../src/drivers/simulated/fault-plan.ts'
import type { HttpFault } from '../../src/embedded/http-faults.ts'

/** What the shipped workloads do to every cloud, by way of the contract. */
const operations = [
  ...['keyPairs', 'securityGroups', 'servers', 'volumes', 'attachments'].map((group) => `${group}.create`),
  ...['networks', 'subnets', 'routers', 'ports', 'floatingIps'].map((group) => `${group}.create`),
  ...['securityGroups.addRule', 'routers.attachSubnet', 'floatingIps.associate'],
  ...['servers', 'volumes', 'networks', 'ports', 'images', 'flavors', 'securityGroups'].map((group) => `${group}.list`),
  ...['servers', 'volumes', 'attachments', 'ports', 'subnets', 'routers', 'floatingIps'].map(
    (group) => `${group}.delete`,
  ),
  ...['servers', 'volumes', 'ports'].map((group) => `${group}.get`),
]

/**
 * One fault of each kind, one right after the other, for everything that is made, listed, waited for and deleted below the APIs: each is met, since
 * the one before it makes the call come again.
 */
export const faultsBelow: FaultPlan = operations.flatMap((operation) => [
  { operation, call: 1, kind: 'timeout' },
  { operation, call: 2, kind: 'rate_limit', retryAfterMs: 30 },
  { operation, call: 3, kind: 'lost_answer' },
  { operation, call: 4, kind: 'error', code: 'unavailable', message: 'out for maintenance' },
])

const requests = [
  ['POST', ['/servers', '/volumes', '/networks', '/subnets', '/ports', '/routers', '/floatingips']],
  ['POST', ['/security-groups', '/security-group-rules', '/os-volume_attachments']],
  ['PUT', ['/add_router_interface', '/remove_router_interface', '/floatingips/*']],
  ['GET', ['/flavors/detail', '/images', '/networks', '/security-groups', '/servers/detail', '/volumes/detail']],
  ['GET', ['/servers/*', '/volumes/*', '/ports']],
  ['DELETE', ['/servers/*', '/volumes/*', '/os-volume_attachments/*', '/ports/*', '/networks/*', '/floatingips/*']],
  ['DELETE', ['/security-groups/*', '/security-group-rules/*', '/os-keypairs/*']],
] as const

/** The same for the requests between client and APIs. A login is tried three times in all, so that every cloud gets two kinds. */
export const faultsOnTheWay: readonly (HttpFault & { readonly cloud?: string })[] = [
  { cloud: 'classic', method: 'POST', path: '/auth/tokens', call: 1, kind: 'error' },
  { cloud: 'classic', method: 'POST', path: '/auth/tokens', call: 2, kind: 'rate_limit', afterMs: 1000 },
  { cloud: 'ovh', method: 'POST', path: '/auth/tokens', call: 1, kind: 'lost_answer' },
  { cloud: 'otc', method: 'POST', path: '/auth/tokens', call: 1, kind: 'timeout', afterMs: 50 },
  ...requests.flatMap(([method, paths]) =>
    paths.flatMap((path): readonly HttpFault[] => [
      { method, path, call: 1, kind: 'error' },
      { method, path, call: 2, kind: 'rate_limit', afterMs: 1000 },
      { method, path, call: 3, kind: 'lost_answer' },
      { method, path, call: 4, kind: 'timeout', afterMs: 50 },
    ]),
  ),
]
