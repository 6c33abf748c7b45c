import type { RouterDriver } from '../../cloud/driver.ts'
import { isHostAddress, parseAddress } from '../../model/address-range.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { NetworkId, RouterId, SubnetId } from '../../model/id.ts'
import { asId } from '../../model/id.ts'
import type { Port, Router, Subnet } from '../../model/network.ts'
import { putPort, removePort } from './port-making.ts'
import { checkRoutes } from './routes.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import { refuseOverlap } from './subnet-plan.ts'
import { poolOf } from './subnets.ts'

/** Takes an address of an external network's. Fails with `no_capacity` when all are in use. */
export const takeExternalAddress = (cloud: SimulatedCloud, networkId: NetworkId): string => {
  for (const { id } of cloud.tables.subnets.by('network', networkId)) {
    const address = poolOf(cloud, id).takeAny()
    if (address !== undefined) return address
  }
  const { name } = cloud.tables.networks.get(networkId)
  throw new CloudError('no_capacity', `all addresses of ${name} are in use`)
}

export const giveBackExternalAddress = (cloud: SimulatedCloud, networkId: NetworkId, address: string): void => {
  const { version, value } = parseAddress(address)
  for (const { id } of cloud.tables.subnets.by('network', networkId)) {
    const pool = poolOf(cloud, id)
    if (pool.range.version === version && isHostAddress(pool.range, value)) pool.giveBack(address)
  }
}

/** Routers. Their inner sides are ports; the outer side is an address on the external network. */
export const routers = (cloud: SimulatedCloud): Required<RouterDriver> => {
  const { routers: table, networks, ports, subnets } = cloud.tables
  return {
    create: ({ name, externalNetworkId }, call) =>
      cloud.create(table, call, (id) => {
        cloud.usage.admit({ routers: 1 })
        const outside = externalNetworkId === undefined ? noGateway : openGateway(cloud, externalNetworkId)
        table.put({ id: asId(id), name, status: 'active', subnetIds: [], routes: [], ...outside })
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    setGateway: (id, externalNetworkId, call) =>
      cloud.answer(call, () => {
        const router = table.get(id)
        if (router.externalNetworkId === externalNetworkId) return router
        refuseWhileNeeded(cloud, router, router.subnetIds)
        const outside = externalNetworkId === undefined ? noGateway : openGateway(cloud, externalNetworkId)
        closeGateway(cloud, router)
        const { externalNetworkId: _before, ...rest } = router
        table.put({ ...rest, ...outside })
        return table.get(id)
      }),
    attachSubnet: (id, subnetId, call) =>
      cloud.answer(call, () => {
        const router = table.get(id)
        const subnet = subnets.get(subnetId)
        if (router.subnetIds.includes(subnetId)) return router
        joinable(cloud, router, subnet)
        if (subnet.gatewayIp === undefined)
          throw new CloudError('invalid', `the subnet ${subnet.name} has no gateway that the router could be`)
        cloud.usage.admit({ ports: 1 })
        putPort(cloud, {
          id: asId(cloud.newId()),
          name: '',
          network: networks.get(subnet.networkId),
          fixedIps: [{ subnetId, address: subnet.gatewayIp }],
          securityGroupIds: [],
          owner: 'router',
          routerId: id,
          status: 'active',
        })
        return showRouter(cloud, id)
      }),
    attachPort: (id, portId, call) =>
      cloud.answer(call, () => {
        const router = table.get(id)
        const port = ports.get(portId)
        if (port.routerId === id) return router
        if (port.owner !== 'none') throw new CloudError('conflict', `the port ${portId} is in use`)
        if (port.fixedIps.length === 0) throw new CloudError('invalid', `the port ${portId} has no address`)
        for (const { subnetId } of port.fixedIps) joinable(cloud, router, subnets.get(subnetId))
        ports.put({ ...port, owner: 'router', routerId: id, securityGroupIds: [], status: 'active' })
        return showRouter(cloud, id)
      }),
    detachSubnet: (id, subnetId, call) =>
      cloud.answer(call, () => {
        const router = table.get(id)
        if (!router.subnetIds.includes(subnetId)) return router
        refuseWhileNeeded(cloud, router, [subnetId])
        refuseWhileRouted(cloud, router, subnetId)
        for (const port of ports.by('router', id)) leaveSubnet(cloud, port, subnetId)
        return showRouter(cloud, id)
      }),
    setRoutes: (id, routes, call) =>
      cloud.answer(call, () => {
        const router = table.get(id)
        const checked = checkRoutes(routes)
        for (const { nextHop } of checked)
          if (!router.subnetIds.some((subnetId) => isOn(cloud, subnetId, nextHop)))
            throw new CloudError('invalid', `the next hop ${nextHop} is on none of the subnets of ${router.name}`)
        table.put({ ...router, routes: checked })
        return table.get(id)
      }),
    delete: (id, call) =>
      cloud.answer(call, () => {
        const router = table.find(id)
        if (!router) return
        if (router.subnetIds.length > 0)
          throw new CloudError('conflict', `the router ${router.name} still has subnets attached`, {
            resource: { kind: 'router', id },
          })
        closeGateway(cloud, router)
        table.remove(id)
      }),
  }
}

const noGateway = { externalAddresses: [] } as const

const openGateway = (cloud: SimulatedCloud, networkId: NetworkId) => {
  const { id } = externalNetwork(cloud, networkId)
  return { externalNetworkId: id, externalAddresses: [takeExternalAddress(cloud, id)] }
}

const closeGateway = (cloud: SimulatedCloud, { externalNetworkId, externalAddresses }: Router): void => {
  if (externalNetworkId === undefined) return
  for (const address of externalAddresses) giveBackExternalAddress(cloud, externalNetworkId, address)
}

const externalNetwork = (cloud: SimulatedCloud, id: NetworkId) => {
  const network = cloud.tables.networks.get(id)
  if (!network.external) throw new CloudError('invalid', `the network ${network.name} is not an external one`)
  return network
}

const joinable = (cloud: SimulatedCloud, router: Router, subnet: Subnet): void => {
  cloud.refuseOwn(subnet.id, `the subnet ${subnet.name}`)
  const attached = router.subnetIds.filter((id) => id !== subnet.id)
  refuseOverlap(
    poolOf(cloud, subnet.id).range,
    attached.map((id) => poolOf(cloud, id).range),
    `on the router ${router.name}`,
  )
}

const showRouter = (cloud: SimulatedCloud, id: RouterId): Router => {
  const { routers: table, ports } = cloud.tables
  const subnetIds = ports.by('router', id).flatMap(({ fixedIps }) => fixedIps.map(({ subnetId }) => subnetId))
  table.put({ ...table.get(id), subnetIds: [...new Set(subnetIds)] })
  return table.get(id)
}

const leaveSubnet = (cloud: SimulatedCloud, port: Port, subnetId: SubnetId): void => {
  const left = port.fixedIps.filter((one) => one.subnetId !== subnetId)
  if (left.length === port.fixedIps.length) return
  if (left.length === 0) {
    removePort(cloud, port)
    return
  }
  for (const one of port.fixedIps) if (!left.includes(one)) poolOf(cloud, subnetId).giveBack(one.address)
  cloud.tables.ports.put({ ...port, fixedIps: left })
}

const refuseWhileNeeded = (cloud: SimulatedCloud, router: Router, subnetIds: readonly SubnetId[]): void => {
  if (router.externalNetworkId === undefined) return
  for (const subnetId of subnetIds)
    for (const port of cloud.tables.ports.by('subnet', subnetId))
      for (const floatingIp of cloud.tables.floatingIps.by('port', port.id))
        if (floatingIp.poolId === router.externalNetworkId && isOn(cloud, subnetId, floatingIp.fixedAddress))
          throw new CloudError('conflict', `the floating IP ${floatingIp.address} needs the router ${router.name}`, {
            resource: { kind: 'router', id: router.id },
          })
}

const refuseWhileRouted = (cloud: SimulatedCloud, router: Router, subnetId: SubnetId): void => {
  const route = router.routes?.find(({ nextHop }) => isOn(cloud, subnetId, nextHop))
  if (route)
    throw new CloudError('conflict', `the route to ${route.destination} of ${router.name} goes over that subnet`, {
      resource: { kind: 'router', id: router.id },
    })
}

const isOn = (cloud: SimulatedCloud, subnetId: SubnetId, address: string | undefined): boolean => {
  if (address === undefined) return false
  const { version, value } = parseAddress(address)
  const { range } = poolOf(cloud, subnetId)
  return range.version === version && range.first <= value && value <= range.last
}
