import { parseAddress, parseRange } from '../../model/address-range.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Route } from '../../model/network.ts'

/** The routes with their destinations normalised. Fails with `invalid` when one is malformed or mixes IPv4 with IPv6. */
export const checkRoutes = (routes: readonly Route[]): readonly Route[] =>
  routes.map(({ destination, nextHop }) => {
    const range = parseRange(destination)
    if (range.version !== parseAddress(nextHop).version)
      throw new CloudError('invalid', `the route to ${destination} cannot go over ${nextHop}`)
    return { destination: range.cidr, nextHop }
  })
