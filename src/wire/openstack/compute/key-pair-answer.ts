import { z } from 'zod'

/** A key pair; in lists each is wrapped in `keypair` (openstack/nova `nova/api/openstack/compute/views/keypairs.py`). */
export const keyPairAnswer = z.looseObject({
  name: z.string(),
  fingerprint: z.string(),
  public_key: z.string().nullish(),
  type: z.string().optional(),
})
export type KeyPairAnswer = z.infer<typeof keyPairAnswer>
