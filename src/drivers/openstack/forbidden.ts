import type { Call } from '../../cloud/call.ts'
import { findFirst } from '../../lib/async-iterable.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { listImages } from '../../openstack/image/images.ts'
import type { ServiceClient } from '../../openstack/session/service-client.ts'

/** Rules of Neutron's and Glance's policies that decide whether the driver has a group at all. */
export type Forbidden = 'create_network' | 'create_router' | 'add_image'

interface Asked {
  readonly network: ServiceClient
  readonly image: ServiceClient
  /** The aliases of Neutron's extensions. */
  readonly extensions: ReadonlySet<string>
}

/** The id of nothing. */
const nothing = '00000000-0000-4000-8000-000000000000'

/**
 * What the cloud's policy forbids this project. No API tells it, so each is asked for something that can never be made: the services look at the policy
 * before they look at the rest (openstack/neutron `neutron/pecan_wsgi/hooks/policy_enforcement.py`, openstack/glance `glance/api/v2/images.py`, `create`).
 * Only a 403 counts; after any other answer, or none, it may be tried. All are asked at the same time, once.
 */
export const forbiddenOf = async (cloud: Asked, call: Call): Promise<ReadonlySet<Forbidden>> => {
  const forbidden = await Promise.all(
    Object.entries(probes).map(async ([rule, probe]) => ((await isRefused(probe(cloud, call))) ? [rule] : [])),
  )
  call.signal.throwIfAborted()
  return new Set(forbidden.flat() as Forbidden[])
}

const probes: Readonly<Record<Forbidden, (cloud: Asked, call: Call) => Promise<unknown>>> = {
  /** A network in a zone that there is not. Where networks have no zones nothing is known that a network could not be made with. */
  create_network: async ({ network, extensions }, { signal }) => {
    if (!extensions.has('network_availability_zone')) return
    const json = { network: { availability_zone_hints: [nothing] } }
    await network.request({ method: 'POST', path: '/networks', json, signal })
  },
  /** A router out to a network that there is not. */
  create_router: async ({ network, extensions }, { signal }) => {
    if (!extensions.has('router')) return
    const json = { router: { external_gateway_info: { network_id: nothing } } }
    await network.request({ method: 'POST', path: '/routers', json, signal })
  },
  /** An image with the id of another one. */
  add_image: async ({ image }, { signal }) => {
    const other = await findFirst(listImages(image, { limit: 1 }, { signal }), () => true)
    if (!other) return
    await image.request({ method: 'POST', path: '/images', json: { id: other.id }, signal })
  },
}

const isRefused = async (probe: Promise<unknown>): Promise<boolean> => {
  try {
    await probe
    return false
  } catch (error) {
    return error instanceof CloudError && error.code === 'forbidden'
  }
}
