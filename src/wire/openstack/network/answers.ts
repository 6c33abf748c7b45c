import { z } from 'zod'
import { floatingIp } from './floating-ip.ts'
import { network } from './network.ts'
import { port } from './port.ts'
import { router } from './router.ts'
import { securityGroup, securityGroupRule } from './security-group.ts'
import { subnet } from './subnet.ts'

/**
 * What the client reads of Neutron's answers. Of the fields that this front writes only those must be there that every Neutron writes, whatever its age and
 * its extensions.
 */
const text = z.string().nullish()

const routes = z.array(z.looseObject({ destination: z.string(), nexthop: z.string() })).nullish()

export const networkAnswer = network
  .pick({ id: true, name: true, status: true })
  .extend({
    description: text,
    project_id: text,
    shared: z.boolean().optional(),
    'router:external': z.boolean().optional(),
    is_default: z.boolean().nullish(),
    mtu: z.number().nullish(),
  })
  .loose()

export const subnetAnswer = subnet
  .pick({ id: true, name: true, network_id: true, cidr: true, ip_version: true, gateway_ip: true, enable_dhcp: true })
  .extend({
    description: text,
    dns_nameservers: z.array(z.string()).nullish(),
    allocation_pools: z.array(z.looseObject({ start: z.string(), end: z.string() })).nullish(),
    host_routes: routes,
  })
  .loose()

const gateway = z.looseObject({
  network_id: z.string(),
  external_fixed_ips: z.array(z.looseObject({ ip_address: z.string() })).nullish(),
})

export const routerAnswer = router
  .pick({ id: true, name: true, status: true })
  .extend({ description: text, external_gateway_info: gateway.nullish(), routes })
  .loose()

export const portAnswer = port
  .pick({
    id: true,
    name: true,
    network_id: true,
    mac_address: true,
    status: true,
    device_id: true,
    device_owner: true,
    fixed_ips: true,
  })
  .extend({ security_groups: z.array(z.string()).nullish(), description: text })
  .loose()

export const securityGroupRuleAnswer = securityGroupRule
  .pick({ id: true, security_group_id: true, direction: true, ethertype: true, remote_group_id: true })
  .extend({
    protocol: z.union([z.string(), z.number()]).nullish(),
    port_range_min: z.number().nullish(),
    port_range_max: z.number().nullish(),
    remote_ip_prefix: text,
    description: text,
  })
  .loose()

export const securityGroupAnswer = securityGroup
  .pick({ id: true, name: true })
  .extend({ description: text, security_group_rules: z.array(securityGroupRuleAnswer) })
  .loose()

export const floatingIpAnswer = floatingIp
  .pick({ id: true, floating_network_id: true, floating_ip_address: true, fixed_ip_address: true, port_id: true })
  .extend({ description: text })
  .loose()

/** `GET /v2.0/extensions` (openstack/neutron `neutron/api/extensions.py`). */
export const extensionAnswer = z.looseObject({ alias: z.string() })

/** `GET /v2.0/availability_zones`. */
export const networkZoneAnswer = z.looseObject({ name: z.string(), resource: z.string(), state: z.string() })

/** `GET /v2.0/quotas/{project_id}/details` (openstack/neutron `neutron/extensions/quotasv2_detail.py`). */
export const quotaDetailAnswer = z.looseObject({ limit: z.number(), used: z.number() })

export type NetworkSeen = z.infer<typeof networkAnswer>
export type RoutesSeen = z.infer<typeof routes>
export type SubnetSeen = z.infer<typeof subnetAnswer>
export type RouterSeen = z.infer<typeof routerAnswer>
export type PortSeen = z.infer<typeof portAnswer>
export type SecurityGroupSeen = z.infer<typeof securityGroupAnswer>
export type SecurityGroupRuleSeen = z.infer<typeof securityGroupRuleAnswer>
export type FloatingIpSeen = z.infer<typeof floatingIpAnswer>
