import type { SubnetDriver } from '../../cloud/driver.ts'
import { parseAddress, parseRange } from '../../model/address-range.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { SubnetId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Subnet, SubnetSpec } from '../../model/network.ts'
import { AddressPool } from './address-pool.ts'
import { chooseZone } from './places.ts'
import { checkRoutes } from './routes.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import { planGateway, planSpans, refuseOverlap, showSpans } from './subnet-plan.ts'

/** The addresses of a subnet that exists. */
export const poolOf = (cloud: SimulatedCloud, id: SubnetId): AddressPool => {
  const pool = cloud.addressPools.get(id)
  if (!pool) throw new CloudError('not_found', `there is no subnet ${id}`, { resource: { kind: 'subnet', id } })
  return pool
}

/** Makes a subnet and its pool of addresses. Fails with `invalid` when it overlaps another one of its network. */
export const putSubnet = (cloud: SimulatedCloud, id: SubnetId, spec: SubnetSpec): void => {
  const { subnets } = cloud.tables
  const range = parseRange(spec.cidr)
  const siblings = subnets.by('network', spec.networkId)
  refuseOverlap(
    range,
    siblings.map((sibling) => poolOf(cloud, sibling.id).range),
    'in the network',
  )
  const gatewayIp = planGateway(range, spec.gatewayIp)
  const spans = planSpans(range, gatewayIp, spec.allocationPools)
  const dnsServers = checkedAddresses(spec.dnsServers ?? [])
  cloud.addressPools.set(id, new AddressPool(range, spans))
  subnets.put({
    id,
    networkId: spec.networkId,
    name: spec.name,
    cidr: range.cidr,
    ipVersion: range.version,
    ...(gatewayIp === undefined ? {} : { gatewayIp }),
    dhcp: spec.dhcp ?? true,
    dnsServers,
    allocationPools: showSpans(range, spans),
    hostRoutes: [],
    ...(spec.zoneId === undefined ? {} : { zoneId: spec.zoneId }),
  })
}

export const removeSubnet = (cloud: SimulatedCloud, id: SubnetId): void => {
  cloud.tables.subnets.remove(id)
  cloud.addressPools.delete(id)
}

/** Subnets. `create` is absent on a cloud without tenant networks. */
export const subnets = (cloud: SimulatedCloud): SubnetDriver => {
  const { subnets: table, networks, ports } = cloud.tables
  const driver: SubnetDriver = {
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const subnet = table.find(id)
        if (!subnet) return
        cloud.refuseOwn(id, `the subnet ${subnet.name}`)
        const [port] = ports.by('subnet', id)
        if (port)
          throw new CloudError(
            'conflict',
            `the subnet ${subnet.name} is in use: the port ${port.id} has an address of it`,
            { resource: { kind: 'subnet', id } },
          )
        removeSubnet(cloud, id)
      }),
  }
  if (cloud.options.tenantNetworks === false) return driver
  return {
    ...driver,
    create: (spec, call) =>
      cloud.create(table, call, (id) => {
        const network = networks.get(spec.networkId)
        cloud.refuseOwn(network.id, `the network ${network.name}`)
        if (spec.zoneId !== undefined || cloud.options.zoneRequired) chooseZone(cloud, 'subnet', spec.zoneId)
        cloud.usage.admit({ subnets: 1 })
        putSubnet(cloud, asId(id), spec)
      }),
    update: (id, changes, call) =>
      cloud.answer(call, () => {
        const subnet = table.get(id)
        cloud.refuseOwn(id, `the subnet ${subnet.name}`)
        const pool = poolOf(cloud, id)
        const gatewayIp = changedGateway(cloud, subnet, changes.gatewayIp)
        const movesPools = changes.allocationPools !== undefined || changes.gatewayIp !== undefined
        const spans = planSpans(pool.range, gatewayIp, changes.allocationPools ?? subnet.allocationPools)
        const { gatewayIp: _before, ...rest } = subnet
        table.put({
          ...rest,
          ...(gatewayIp === undefined ? {} : { gatewayIp }),
          dhcp: changes.dhcp ?? subnet.dhcp,
          dnsServers: changes.dnsServers ? checkedAddresses(changes.dnsServers) : subnet.dnsServers,
          hostRoutes: changes.hostRoutes ? checkRoutes(changes.hostRoutes) : (subnet.hostRoutes ?? []),
          allocationPools: movesPools ? showSpans(pool.range, spans) : subnet.allocationPools,
        })
        if (movesPools) pool.handOutFrom(spans)
        return table.get(id)
      }),
  }
}

/** As in `openstack/neutron neutron/db/db_base_plugin_v2.py`, a gateway that is a router's address stays while the router has it. */
const changedGateway = (
  { tables: { ports } }: SimulatedCloud,
  subnet: Subnet,
  asked: string | null | undefined,
): string | undefined => {
  if (asked === undefined || asked === subnet.gatewayIp) return subnet.gatewayIp
  const held = ports
    .by('address', subnet.gatewayIp ?? '')
    .find(({ owner, fixedIps }) => owner === 'router' && fixedIps.some(({ subnetId }) => subnetId === subnet.id))
  if (held)
    throw new CloudError('conflict', `the gateway ${subnet.gatewayIp} is the address of the router ${held.routerId}`)
  return planGateway(parseRange(subnet.cidr), asked)
}

const checkedAddresses = (addresses: readonly string[]): readonly string[] => {
  for (const address of addresses) parseAddress(address)
  return addresses
}
