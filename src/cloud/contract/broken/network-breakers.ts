import {
  accepting,
  asking,
  type BreakDriver,
  breaking,
  giving,
  haunted,
  listing,
  losingLetters,
  without,
} from './breaking.ts'
import { lifeBreakers } from './life-breakers.ts'

export const networkBreakers = {
  ...lifeBreakers('networks', {
    create: 'networks.create',
    get: 'networks.get',
    list: 'networks.list',
    delete: 'networks.delete',
  }),
  'networks: a name keeps every letter': losingLetters('networks.create'),
  'networks: a new one is active and the project’s own': giving('networks.get', (network) => ({
    ...network,
    shared: true,
  })),
  'networks: what does not exist is not found': accepting('networks.get'),
  'networks: one with a server on it stays': accepting('networks.delete'),
  'networks: its subnets go with it': haunted('subnets.get'),
  'networks: the one that floating IPs come from is external': listing('networks.list', (networks) =>
    networks.map((network) => ({ ...network, external: false })),
  ),
} satisfies Record<string, BreakDriver>

export const subnetBreakers = {
  ...lifeBreakers('subnets', {
    create: 'subnets.create',
    get: 'subnets.get',
    list: 'subnets.list',
    delete: 'subnets.delete',
  }),
  'subnets: a create gives the name, the network and the range that were asked for': losingLetters('subnets.create'),
  'subnets: the gateway is the first address when none is asked for': asking('subnets.create', (spec) => ({
    gatewayIp: String(spec.cidr).replace(/0\/24$/, '254'),
    ...spec,
  })),
  'subnets: what is handed out lies in the range and leaves the gateway out': giving('subnets.create', (subnet) => ({
    ...subnet,
    allocationPools: [{ start: subnet.gatewayIp, end: subnet.gatewayIp }],
  })),
  'subnets: one without a gateway has none': asking('subnets.create', without('gatewayIp')),
  'subnets: DNS servers, pools and the lack of DHCP are kept': asking('subnets.create', without('dnsServers')),
  'subnets: two of one network do not overlap': accepting('subnets.create'),
  'subnets: what is no range is refused': accepting('subnets.create'),
  'subnets: none is made on a network that does not exist': accepting('subnets.create'),
  'subnets: one with a server’s address in use stays': accepting('subnets.delete'),
  'subnets: changes are kept and leave the rest as it was': breaking(
    'subnets.update',
    (good) => (id, changes, call) => good(id, { ...changes, dhcp: false }, call),
  ),
} satisfies Record<string, BreakDriver>
