import { z } from 'zod'
import { cidr, flag, ipAddress, owner, shortText, standardAnswer, text, uuid } from './attribute.ts'

const gateway = z.strictObject({
  network_id: uuid,
  enable_snat: flag.optional(),
  external_fixed_ips: z
    .array(z.strictObject({ subnet_id: uuid.optional(), ip_address: ipAddress.optional() }))
    .nullish(),
})

const changeable = {
  name: shortText.optional(),
  description: shortText.optional(),
  admin_state_up: flag.optional(),
  /** `{}` means the same as `null`: no gateway. */
  external_gateway_info: z.union([gateway, z.strictObject({}).transform(() => null)]).nullish(),
}

/** The body of `POST /v2.0/routers` below `router` (openstack/neutron-lib `neutron_lib/api/definitions/l3.py`). */
export const routerCreate = z.strictObject({
  ...changeable,
  ...owner,
  availability_zone_hints: z.array(text).optional(),
})

export const routerUpdate = z.strictObject({
  ...changeable,
  routes: z.array(z.strictObject({ destination: cidr, nexthop: ipAddress })).nullish(),
})

/** The body of `add_router_interface` and `remove_router_interface`. */
export const routerInterface = z.strictObject({ subnet_id: uuid.optional(), port_id: uuid.optional() })

export const router = z.object({
  ...standardAnswer,
  admin_state_up: z.boolean(),
  status: z.string(),
  external_gateway_info: z
    .object({
      network_id: z.string(),
      enable_snat: z.boolean(),
      external_fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string() })),
    })
    .nullable(),
  routes: z.array(z.object({ destination: z.string(), nexthop: z.string() })),
  availability_zone_hints: z.array(z.string()),
  availability_zones: z.array(z.string()),
})

const routerInterfaceAnswer = z.object({
  id: z.string(),
  port_id: z.string(),
  network_id: z.string(),
  subnet_id: z.string(),
  subnet_ids: z.array(z.string()),
  project_id: z.string(),
  tenant_id: z.string(),
})

export type RouterCreate = z.output<typeof routerCreate>
export type RouterUpdate = z.output<typeof routerUpdate>
export type RouterAnswer = z.output<typeof router>
export type RouterInterfaceAnswer = z.output<typeof routerInterfaceAnswer>
