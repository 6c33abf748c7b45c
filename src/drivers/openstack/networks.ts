import type { NetworkDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { Network } from '../../model/network.ts'
import { networks } from '../../openstack/network/networks.ts'
import type { NetworkSeen } from '../../wire/openstack/network/answers.ts'
import type { DriverSettings } from './driver-settings.ts'
import { networkStatus } from './network-status.ts'
import { createMarked, translated } from './neutron-group.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'

/**
 * Networks are Neutron's. A project makes none where its quota is 0 or the policy forbids it. Where Neutron cannot be asked for the latter, the create
 * fails with `forbidden`.
 */
export const networkGroup = (cloud: OpenStackCloud, settings: NetworksSaid): NetworkDriver => ({
  ...(cloud.quotas.network === 0 || cloud.forbidden.has('create_network') ? {} : { create: createIn(cloud, settings) }),
  list: (call) => translated(cloud, networks, {}, (network) => networkOf(network, settings), call),
  get: async (id, call) => networkOf(await networks.get(cloud.network, id, call), settings),
  delete: (id, call) => networks.delete(cloud.network, id, call),
})

type NetworksSaid = Pick<DriverSettings, 'networks' | 'sharedAreReachable'>

const createIn =
  (cloud: OpenStackCloud, settings: NetworksSaid): NonNullable<NetworkDriver['create']> =>
  async ({ name }, call) => {
    const body = (description: string) => ({ name, description, admin_state_up: true })
    return networkOf(await createMarked(cloud, 'network', networks, body, call), settings)
  }

/** What the configuration says of a network counts more than what the cloud says. */
const networkOf = (
  { id, name, status, shared, mtu, is_default, ...rest }: NetworkSeen,
  { networks: said, sharedAreReachable }: NetworksSaid,
): Network => {
  const { isDefault = is_default ?? false, isReachable = false } = said.get(id) ?? said.get(name) ?? {}
  return {
    id: asId(id),
    name,
    status: networkStatus(status),
    external: rest['router:external'] ?? false,
    shared: shared ?? false,
    ...(isDefault ? { default: true } : {}),
    ...(isReachable || (shared && sharedAreReachable) ? { reachable: true } : {}),
    ...(mtu ? { mtu } : {}),
  }
}
