import { type Ipv4Range, ipv4RangesOverlap, parseIpv4Range } from '../lib/ipv4-range.ts'
import type { Subnet } from '../model/network.ts'
import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { absorbed, blocking, counted, needsChoice, someOf } from './findings.ts'
import type { Project } from './project.ts'

/** What becomes of a project's networks, their ranges and their ways out. */
export const projectNetworks = (comparison: Comparison, project: Project): readonly Finding[] => {
  const { to } = comparison
  if (project.networks.length === 0) return outside(comparison)
  if (!to.offer.has.networks) return [...onProvider(comparison, project), ...outside(comparison)]
  return [
    ...outside(comparison),
    ...routing(comparison, project),
    ...overlaps(comparison, project),
    ...subnetSettings(comparison, project),
  ]
}

/** Networks there, where a project can have none of its own. */
const onProvider = ({ to }: Comparison, { networks, subnets }: Project): readonly Finding[] => {
  const provider = to.offer.networks.find(({ shared }) => shared) ?? to.offer.networks[0]
  const ranges = subnets.map(({ cidr }) => cidr)
  const difference = {
    area: 'networks',
    subject: counted(networks.length, 'network'),
    resources: networks.map(({ name }) => name),
    here: networks.length === 1 ? `its own, ${ranges.join(', ')}` : 'its own',
    there: provider ? `the network ${provider.name}` : 'none',
  } as const
  if (!provider) return [blocking('that cloud offers neither tenant networks nor a shared one', difference)]
  if (networks.length === 1)
    return [absorbed('networkByOffer', `the cloud has no tenant networks: ${provider.name} is used`, difference)]
  return [
    needsChoice('all would be on one network: only security groups would keep them apart', {
      ...difference,
      hint: 'merge the networks first, or take a cloud with tenant networks',
    }),
  ]
}

const outside = ({ from, to, uses }: Comparison): readonly Finding[] => {
  const [here, there] = [from.offer.pools, to.offer.pools].map((pools) => someOf(pools.map(({ name }) => name)))
  if (here === there || !here || !there) return []
  return [
    absorbed('externalNetwork', 'it is found by what it is, not by its name', {
      area: 'networks',
      subject: 'external network',
      here,
      there,
      met: uses.has('router') || uses.has('floating-ip'),
    }),
  ]
}

const routing = ({ to }: Comparison, { routers }: Project): readonly Finding[] => {
  const outward = routers.filter(({ externalNetworkId }) => externalNetworkId !== undefined)
  if (to.offer.has.routers || outward.length === 0) return []
  return [
    needsChoice('how its networks reach the outside is the cloud’s own way there', {
      area: 'networks',
      subject: counted(outward.length, 'router'),
      resources: outward.map(({ name }) => name),
      here: 'with a gateway outside',
      there: 'no routers',
    }),
  ]
}

/** A router’s subnets may not overlap with the network of its gateway (openstack/neutron `neutron/db/l3_db.py`, `_check_for_dup_router_subnets`). */
const overlaps = ({ to }: Comparison, { subnets, networks }: Project): readonly Finding[] => {
  const theirs = to.subnets.flatMap((subnet) => rangeOf(subnet))
  const names = new Map(networks.map(({ id, name }) => [id, name]))
  return subnets.flatMap((subnet): Finding[] => {
    const [own] = rangeOf(subnet)
    const other = own && theirs.find(({ range }) => ipv4RangesOverlap(own.range, range))
    if (!other) return []
    return [
      needsChoice('a router cannot join both', {
        area: 'networks',
        subject: `subnet ${subnet.name || subnet.cidr}`,
        resources: [names.get(subnet.networkId) ?? subnet.name],
        here: subnet.cidr,
        there: `overlaps with ${other.cidr} of the cloud`,
        hint: 'give it another range, or keep it apart from that network',
      }),
    ]
  })
}

const rangeOf = ({ cidr, ipVersion }: Subnet): ReadonlyArray<{ readonly cidr: string; readonly range: Ipv4Range }> =>
  ipVersion === 4 ? [{ cidr, range: parseIpv4Range(cidr) }] : []

const subnetSettings = ({ from, to }: Comparison, { subnets }: Project): readonly Finding[] => {
  if (!from.offer.traits.subnetSettings || to.offer.traits.subnetSettings) return []
  const chosen = subnets.filter(({ gatewayIp, dhcp, dnsServers }) => !gatewayIp || !dhcp || dnsServers.length > 0)
  if (chosen.length === 0) return []
  return [
    needsChoice('gateway, DHCP and DNS servers are the cloud’s own there', {
      area: 'networks',
      subject: counted(chosen.length, 'subnet'),
      resources: chosen.map(({ name }) => name),
      here: 'settings of its own',
      there: 'the cloud’s settings',
    }),
  ]
}
