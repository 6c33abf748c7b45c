import { z } from 'zod'
import { ipAddress, owner, shortText, standardAnswer, uuid } from './attribute.ts'

const changeable = {
  description: shortText.optional(),
  port_id: uuid.nullish(),
  fixed_ip_address: ipAddress.nullish(),
}

/** The body of `POST /v2.0/floatingips` below `floatingip` (openstack/neutron-lib `neutron_lib/api/definitions/l3.py`). */
export const floatingIpCreate = z.strictObject({
  ...changeable,
  ...owner,
  floating_network_id: uuid,
  floating_ip_address: ipAddress.nullish(),
  subnet_id: uuid.nullish(),
})

export const floatingIpUpdate = z.strictObject(changeable)

const { name: _nameless, ...standard } = standardAnswer

export const floatingIp = z.object({
  ...standard,
  floating_network_id: z.string(),
  floating_ip_address: z.string(),
  fixed_ip_address: z.string().nullable(),
  port_id: z.string().nullable(),
  router_id: z.string().nullable(),
  status: z.string(),
  port_details: z
    .object({
      name: z.string(),
      network_id: z.string(),
      mac_address: z.string(),
      admin_state_up: z.boolean(),
      status: z.string(),
      device_id: z.string(),
      device_owner: z.string(),
    })
    .nullable(),
})

export type FloatingIpCreate = z.output<typeof floatingIpCreate>
export type FloatingIpUpdate = z.output<typeof floatingIpUpdate>
export type FloatingIpAnswer = z.output<typeof floatingIp>
