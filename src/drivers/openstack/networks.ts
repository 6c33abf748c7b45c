import type { NetworkDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { Network } from '../../model/network.ts'
import { networks } from '../../openstack/network/networks.ts'
import type { NetworkSeen } from '../../wire/openstack/network/answers.ts'
import { networkStatus } from './network-status.ts'
import { createMarked, translated } from './neutron-group.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'

/**
 * Networks are Neutron's. A quota of 0 says that a project makes none. A policy that forbids it no API tells: then the create fails with
 * `forbidden`.
 */
export const networkGroup = (cloud: OpenStackCloud): NetworkDriver => ({
  ...(cloud.quotas.network === 0 ? {} : { create: createIn(cloud) }),
  list: (call) => translated(cloud, networks, {}, networkOf, call),
  get: async (id, call) => networkOf(await networks.get(cloud.network, id, call)),
  delete: (id, call) => networks.delete(cloud.network, id, call),
})

const createIn =
  (cloud: OpenStackCloud): NonNullable<NetworkDriver['create']> =>
  async ({ name }, call) => {
    const body = (description: string) => ({ name, description, admin_state_up: true })
    return networkOf(await createMarked(cloud, 'network', networks, body, call))
  }

const networkOf = ({ id, name, status, shared, mtu, ...rest }: NetworkSeen): Network => ({
  id: asId(id),
  name,
  status: networkStatus(status),
  external: rest['router:external'] ?? false,
  shared: shared ?? false,
  ...(mtu ? { mtu } : {}),
})
