import type { SubnetDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { Subnet, SubnetSpec } from '../../model/network.ts'
import { subnets } from '../../openstack/network/subnets.ts'
import type { SubnetSeen } from '../../wire/openstack/network/answers.ts'
import { knownId } from './known-id.ts'
import { createMarked, translated } from './neutron-group.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { routesOf, routesRequest } from './route-view.ts'

/** Subnets are Neutron's; they belong to no zone. */
export const subnetGroup = (cloud: OpenStackCloud): SubnetDriver => ({
  ...(cloud.quotas.subnet === 0 ? {} : { create: createIn(cloud) }),
  list: (call) => translated(cloud, subnets, {}, subnetOf, call),
  get: async (id, call) => subnetOf(await subnets.get(cloud.network, id, call)),
  async update(id, { gatewayIp, dhcp, dnsServers, hostRoutes, allocationPools }, call) {
    const changes = {
      ...(gatewayIp === undefined ? {} : { gateway_ip: gatewayIp }),
      ...(dhcp === undefined ? {} : { enable_dhcp: dhcp }),
      ...(dnsServers ? { dns_nameservers: [...dnsServers] } : {}),
      ...(hostRoutes ? { host_routes: routesRequest(hostRoutes) } : {}),
      ...(allocationPools ? { allocation_pools: poolsRequest(allocationPools) } : {}),
    }
    return subnetOf(await subnets.update(cloud.network, id, changes, call))
  },
  delete: (id, call) => subnets.delete(cloud.network, id, call),
})

const createIn =
  (cloud: OpenStackCloud): NonNullable<SubnetDriver['create']> =>
  async ({ name, networkId, cidr, gatewayIp, dhcp, dnsServers, allocationPools }, call) => {
    const body = (description: string) => ({
      name,
      description,
      network_id: knownId('network', networkId),
      cidr,
      ip_version: cidr.includes(':') ? 6 : 4,
      ...(gatewayIp === undefined ? {} : { gateway_ip: gatewayIp }),
      ...(dhcp === undefined ? {} : { enable_dhcp: dhcp }),
      ...(dnsServers ? { dns_nameservers: [...dnsServers] } : {}),
      ...(allocationPools ? { allocation_pools: poolsRequest(allocationPools) } : {}),
    })
    return subnetOf(await createMarked(cloud, 'subnet', subnets, body, call))
  }

const poolsRequest = (pools: NonNullable<SubnetSpec['allocationPools']>) =>
  pools.map(({ start, end }) => ({ start, end }))

const subnetOf = (subnet: SubnetSeen): Subnet => ({
  id: asId(subnet.id),
  networkId: asId(subnet.network_id),
  name: subnet.name,
  cidr: subnet.cidr,
  ipVersion: subnet.ip_version === 6 ? 6 : 4,
  ...(subnet.gateway_ip ? { gatewayIp: subnet.gateway_ip } : {}),
  dhcp: subnet.enable_dhcp,
  dnsServers: subnet.dns_nameservers ?? [],
  allocationPools: (subnet.allocation_pools ?? []).map(({ start, end }) => ({ start, end })),
  ...(subnet.host_routes?.length ? { hostRoutes: routesOf(subnet.host_routes) } : {}),
})
