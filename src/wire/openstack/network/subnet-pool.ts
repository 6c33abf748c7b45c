import { z } from 'zod'
import { cidr, flag, nonNegative, owner, shortText, standardAnswer, text } from './attribute.ts'

const changeable = {
  name: shortText.optional(),
  description: shortText.optional(),
  prefixes: z.array(cidr).optional(),
  min_prefixlen: nonNegative.optional(),
  max_prefixlen: nonNegative.optional(),
  default_prefixlen: nonNegative.optional(),
  default_quota: nonNegative.nullish(),
  is_default: flag.optional(),
  address_scope_id: text.nullish(),
}

/** The body of `POST /v2.0/subnetpools` below `subnetpool` (openstack/neutron-lib `neutron_lib/api/definitions/subnetpool.py`). */
export const subnetPoolCreate = z.strictObject({
  ...changeable,
  ...owner,
  prefixes: z.array(cidr),
  shared: flag.optional(),
})

export const subnetPoolUpdate = z.strictObject(changeable)

export const subnetPool = z.object({
  ...standardAnswer,
  prefixes: z.array(z.string()),
  ip_version: z.number(),
  min_prefixlen: z.string(),
  max_prefixlen: z.string(),
  default_prefixlen: z.string(),
  default_quota: z.number().nullable(),
  is_default: z.boolean(),
  shared: z.boolean(),
  address_scope_id: z.string().nullable(),
})

export type SubnetPoolUpdate = z.output<typeof subnetPoolUpdate>
export type SubnetPoolAnswer = z.output<typeof subnetPool>
