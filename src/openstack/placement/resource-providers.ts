import {
  inventoriesAnswer,
  resourceProviderAnswer,
  traitsAnswer,
  usagesAnswer,
} from '../../wire/openstack/placement/placement-answers.ts'
import { items } from '../session/pages.ts'
import type { Query, ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

const microversions = { max: '1.39' }

/** Placement's resource providers. Operators alone may read them: others get `forbidden`. */
export const listResourceProviders = (placement: ServiceClient, query: Query, { signal }: SessionCall) =>
  items(placement, {
    path: '/resource_providers',
    key: 'resource_providers',
    item: resourceProviderAnswer,
    query,
    microversions,
    signal,
  })

/** What a provider has, by resource class. */
export const inventoriesOf = async (placement: ServiceClient, providerId: string, { signal }: SessionCall) => {
  const at = path`/resource_providers/${providerId}/inventories`
  return (await placement.ask(inventoriesAnswer, { method: 'GET', path: at, microversions, signal })).inventories
}

/** What of it is in use, by resource class. */
export const usagesOf = async (placement: ServiceClient, providerId: string, { signal }: SessionCall) => {
  const at = path`/resource_providers/${providerId}/usages`
  return (await placement.ask(usagesAnswer, { method: 'GET', path: at, microversions, signal })).usages
}

/** The names of all traits; there since 1.6. */
export const listTraits = async (placement: ServiceClient, { signal }: SessionCall): Promise<readonly string[]> => {
  const range = { min: '1.6', ...microversions }
  return (await placement.ask(traitsAnswer, { method: 'GET', path: '/traits', microversions: range, signal })).traits
}

/** The names of one provider's traits; there since 1.6. */
export const traitsOf = async (
  placement: ServiceClient,
  providerId: string,
  { signal }: SessionCall,
): Promise<readonly string[]> => {
  const at = path`/resource_providers/${providerId}/traits`
  const range = { min: '1.6', ...microversions }
  return (await placement.ask(traitsAnswer, { method: 'GET', path: at, microversions: range, signal })).traits
}
