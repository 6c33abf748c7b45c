import { z } from 'zod'
import { flag, ipAddress, macAddress, owner, shortText, standardAnswer, text, uuid } from './attribute.ts'

const fixedIp = z.strictObject({ subnet_id: uuid.optional(), ip_address: ipAddress.optional() })

const changeable = {
  name: shortText.optional(),
  description: shortText.optional(),
  admin_state_up: flag.optional(),
  device_id: shortText.optional(),
  device_owner: shortText.optional(),
  fixed_ips: z.array(fixedIp).nullish(),
  security_groups: z.array(uuid).nullish(),
  mac_address: macAddress.nullish(),
  'binding:host_id': shortText.nullish(),
  'binding:profile': z.record(z.string(), z.unknown()).nullish(),
  'binding:vnic_type': text.optional(),
}

/** The body of `POST /v2.0/ports` below `port` (openstack/neutron-lib `neutron_lib/api/definitions/port.py` and `portbindings.py`). */
export const portCreate = z.strictObject({ ...changeable, ...owner, network_id: uuid })

export const portUpdate = z.strictObject(changeable)

export const port = z.object({
  ...standardAnswer,
  network_id: z.string(),
  mac_address: z.string(),
  admin_state_up: z.boolean(),
  status: z.string(),
  device_id: z.string(),
  device_owner: z.string(),
  fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string() })),
  /** Absent where Neutron has no security groups. */
  security_groups: z.array(z.string()).optional(),
  'binding:vnic_type': z.string(),
})

/** What only administrators see of a port. */
export const portBinding = z.object({
  'binding:host_id': z.string(),
  'binding:profile': z.record(z.string(), z.unknown()),
  'binding:vif_type': z.string(),
  'binding:vif_details': z.record(z.string(), z.unknown()),
})

export type PortCreate = z.output<typeof portCreate>
export type PortUpdate = z.output<typeof portUpdate>
export type PortAnswer = z.output<typeof port>
export type PortBindingAnswer = z.output<typeof portBinding>
