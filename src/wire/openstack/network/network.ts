import { z } from 'zod'
import { flag, integer, owner, shortText, standardAnswer, text } from './attribute.ts'

const changeable = {
  name: shortText.optional(),
  description: shortText.optional(),
  admin_state_up: flag.optional(),
  shared: flag.optional(),
  'router:external': flag.optional(),
  mtu: integer.optional(),
  'provider:network_type': text.nullish(),
  'provider:physical_network': text.nullish(),
  'provider:segmentation_id': integer.nullish(),
}

/** The body of `POST /v2.0/networks` below `network` (openstack/neutron-lib `neutron_lib/api/definitions/network.py`). */
export const networkCreate = z.strictObject({
  ...changeable,
  ...owner,
  availability_zone_hints: z.array(text).optional(),
})

export const networkUpdate = z.strictObject(changeable)

export const network = z.object({
  ...standardAnswer,
  admin_state_up: z.boolean(),
  status: z.string(),
  shared: z.boolean(),
  'router:external': z.boolean(),
  subnets: z.array(z.string()),
  mtu: z.number(),
  availability_zone_hints: z.array(z.string()),
  availability_zones: z.array(z.string()),
  ipv4_address_scope: z.string().nullable(),
  ipv6_address_scope: z.string().nullable(),
  is_default: z.boolean().optional(),
})

export type NetworkCreate = z.output<typeof networkCreate>
export type NetworkUpdate = z.output<typeof networkUpdate>
export type NetworkAnswer = z.output<typeof network>
