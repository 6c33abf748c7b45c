import {
  accepting,
  asking,
  type BreakDriver,
  breaking,
  frozen,
  giving,
  haunted,
  ignoring,
  listing,
  losingLetters,
  refusingTwice,
  without,
} from './breaking.ts'
import { lifeBreakers } from './life-breakers.ts'

export const routerBreakers = {
  ...lifeBreakers('routers', {
    create: 'routers.create',
    get: 'routers.get',
    list: 'routers.list',
    delete: 'routers.delete',
  }),
  'routers: a new one has its name and joins nothing': losingLetters('routers.create'),
  'routers: a gateway that is asked for is there': asking('routers.create', without('externalNetworkId')),
  'routers: a gateway comes and goes': breaking('routers.setGateway', (good, driver) => async (id, networkId, call) => {
    if (networkId !== undefined) return good(id, networkId, call)
    return (await driver.routers?.get(id, call)) ?? good(id, networkId, call)
  }),
  'routers: a network that is not external is no gateway': accepting('routers.setGateway'),
  'routers: attaching and detaching a subnet twice is doing it once': refusingTwice('routers.attachSubnet', 'conflict'),
  'routers: one with a subnet attached stays, and the subnet too': accepting('subnets.delete'),
  'routers: it joins no two subnets that overlap': accepting('routers.attachSubnet'),
  'routers: what does not exist is not attached': accepting('routers.attachSubnet'),
  'routers: static routes are replaced by those asked for': breaking(
    'routers.setRoutes',
    (good, driver) => async (id, routes, call) =>
      good(id, [...((await driver.routers?.get(id, call))?.routes ?? []), ...routes], call),
  ),
} satisfies Record<string, BreakDriver>

export const portBreakers = {
  ...lifeBreakers('ports', { create: 'ports.create', get: 'ports.get', list: 'ports.list', delete: 'ports.delete' }),
  'ports: one is made with an address of its network and with nobody behind it': giving('ports.get', (port) => ({
    ...port,
    fixedIps: [],
  })),
  'ports: no two have one address': giving('ports.create', (port) => ({
    ...port,
    fixedIps: [{ subnetId: 'one', address: '198.18.0.2' }],
  })),
  'ports: an address that is asked for is given, once': asking('ports.create', without('fixedIps')),
  'ports: an address from outside the subnet is refused': accepting('ports.create'),
  'ports: none is made on a network that does not exist': accepting('ports.create'),
  'ports: the security groups are those asked for and can be replaced': ignoring('ports.setSecurityGroups'),
  'ports: one with a server on it names it and outlives it': giving('ports.get', without('serverId')),
  'ports: those that a server brought go with it': haunted('ports.get'),
  'ports: one can be plugged into a server that runs, and taken out': ignoring('ports.attach'),
  'ports: addresses can be changed': ignoring('ports.update'),
} satisfies Record<string, BreakDriver>

export const floatingIpBreakers = {
  'floating IPs: the pool that they come from is listed': listing('floatingIps.pools', () => []),
  ...lifeBreakers('floating IPs', {
    create: 'floatingIps.create',
    get: 'floatingIps.get',
    list: 'floatingIps.list',
    delete: 'floatingIps.delete',
  }),
  'floating IPs: a new one is an address that points at nothing': giving('floatingIps.get', (ip) => ({
    ...ip,
    address: '',
  })),
  'floating IPs: no two are one address': giving('floatingIps.create', (ip) => ({ ...ip, address: '198.19.0.7' })),
  'floating IPs: none comes from a pool that does not exist': accepting('floatingIps.create'),
  'floating IPs: one that points at a server is shown on both': breaking('servers.get', (good) => async (id, call) => {
    const server = await good(id, call)
    return {
      ...server,
      interfaces: server.interfaces.map(({ networkId, address }) => ({ networkId, address })),
    }
  }),
  'floating IPs: associating and taking away twice is doing it once': refusingTwice(
    'floatingIps.associate',
    'conflict',
  ),
  'floating IPs: the router that one needs keeps its gateway and its subnet': accepting('routers.setGateway'),
  'floating IPs: one stays when its server goes, and points at nothing': frozen('floatingIps.get'),
  'floating IPs: none is associated with what does not exist': accepting('floatingIps.associate'),
} satisfies Record<string, BreakDriver>
