import { asId } from '../../model/id.ts'
import { defaultOffer } from './default-offer.ts'
import { seedFlavors } from './flavors.ts'
import { seedImages } from './images.ts'
import { takeExternalAddress } from './routers.ts'
import { seedDefaultGroup } from './security-groups.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import type { CloudNetworkOption } from './simulated-options.ts'
import { poolOf, putSubnet } from './subnets.ts'

/** Puts everything in place that a cloud has before its first user comes. */
export const seed = (cloud: SimulatedCloud): void => {
  const { options } = cloud
  const closed = options.tenantNetworks === false
  seedFlavors(cloud, options.flavors ?? defaultOffer.flavors)
  seedImages(cloud, options.images ?? defaultOffer.images)
  for (const network of options.externalNetworks ?? (closed ? [] : [{ name: 'public', cidr: '198.18.0.0/16' }]))
    seedNetwork(cloud, network, { external: true, shared: false })
  for (const network of options.providerNetworks ?? (closed ? [{ name: 'provider', cidr: '198.19.0.0/16' }] : []))
    seedNetwork(cloud, network, { external: false, shared: true })
  seedDefaultGroup(cloud)
  seedFloatingIps(cloud, options.reservedFloatingIps ?? 0)
  for (const table of Object.values(cloud.tables)) table.reveal()
}

const seedFloatingIps = (cloud: SimulatedCloud, count: number): void => {
  const pool = [...cloud.tables.networks.values()].find(({ external }) => external)
  for (let made = 0; pool && made < count; made += 1) {
    const address = takeExternalAddress(cloud, pool.id)
    cloud.tables.floatingIps.put({ id: asId(cloud.newId()), poolId: pool.id, address, description: '' })
  }
}

const seedNetwork = (
  cloud: SimulatedCloud,
  { name, cidr, default: isDefault, addresses }: CloudNetworkOption,
  nature: { readonly external: boolean; readonly shared: boolean },
): void => {
  const networkId = asId<'network'>(cloud.newId())
  const subnetId = asId<'subnet'>(cloud.newId())
  cloud.own.add(networkId)
  cloud.own.add(subnetId)
  cloud.tables.networks.put({
    id: networkId,
    name,
    status: 'active',
    ...nature,
    ...(isDefault ? { default: true } : {}),
    mtu: 1500,
  })
  putSubnet(cloud, subnetId, { name: `${name}-subnet`, networkId, cidr, dhcp: nature.shared })
  if (addresses !== undefined) poolOf(cloud, subnetId).handOutAtMost(addresses)
}
