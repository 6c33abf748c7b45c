import { z } from 'zod'
import { cidr, flag, integer, ipAddress, owner, shortText, standardAnswer, text, uuid } from './attribute.ts'

const pool = z.strictObject({ start: ipAddress, end: ipAddress })
const hostRoute = z.strictObject({ destination: cidr, nexthop: ipAddress })
const ipv6Mode = z.enum(['slaac', 'dhcpv6-stateful', 'dhcpv6-stateless'])

const changeable = {
  name: shortText.optional(),
  description: shortText.optional(),
  enable_dhcp: flag.optional(),
  gateway_ip: ipAddress.nullish(),
  allocation_pools: z.array(pool).nullish(),
  dns_nameservers: z.array(ipAddress).nullish(),
  host_routes: z.array(hostRoute).nullish(),
}

/** The body of `POST /v2.0/subnets` below `subnet` (openstack/neutron-lib `neutron_lib/api/definitions/subnet.py`). */
export const subnetCreate = z.strictObject({
  ...changeable,
  ...owner,
  network_id: uuid,
  ip_version: integer.optional(),
  cidr: text.nullish(),
  prefixlen: integer.nullish(),
  subnetpool_id: text.nullish(),
  use_default_subnetpool: flag.optional(),
  ipv6_ra_mode: ipv6Mode.nullish(),
  ipv6_address_mode: ipv6Mode.nullish(),
})

export const subnetUpdate = z.strictObject(changeable)

export const subnet = z.object({
  ...standardAnswer,
  network_id: z.string(),
  ip_version: z.number(),
  cidr: z.string(),
  gateway_ip: z.string().nullable(),
  enable_dhcp: z.boolean(),
  allocation_pools: z.array(z.object({ start: z.string(), end: z.string() })),
  dns_nameservers: z.array(z.string()),
  host_routes: z.array(z.object({ destination: z.string(), nexthop: z.string() })),
  ipv6_ra_mode: z.string().nullable(),
  ipv6_address_mode: z.string().nullable(),
  subnetpool_id: z.string().nullable(),
  service_types: z.array(z.string()),
})

export type SubnetCreate = z.output<typeof subnetCreate>
export type SubnetUpdate = z.output<typeof subnetUpdate>
export type SubnetAnswer = z.output<typeof subnet>
export type Ipv6Mode = z.output<typeof ipv6Mode>
