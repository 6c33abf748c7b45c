import { z } from 'zod'

const address = z.looseObject({
  addr: z.string(),
  version: z.number(),
  'OS-EXT-IPS:type': z.string().optional(),
  'OS-EXT-IPS-MAC:mac_addr': z.string().optional(),
})

/** A server as Nova answers it up to microversion 2.46, after which flavors have no id in it (openstack/nova `nova/api/openstack/compute/views/servers.py`). */
export const serverAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  'OS-EXT-STS:vm_state': z.string().nullish(),
  'OS-EXT-STS:task_state': z.string().nullish(),
  'OS-EXT-AZ:availability_zone': z.string().nullish(),
  fault: z.looseObject({ message: z.string() }).optional(),
  flavor: z.looseObject({ id: z.string() }),
  /** Empty text for a server that was booted from a volume. */
  image: z.union([z.looseObject({ id: z.string() }), z.literal('')]).nullish(),
  key_name: z.string().nullish(),
  addresses: z.record(z.string(), z.array(address)).optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  created: z.string().optional(),
  'os-extended-volumes:volumes_attached': z.array(z.looseObject({ id: z.string() })).optional(),
})
export type ServerAnswer = z.infer<typeof serverAnswer>

/** The answer to `POST /servers`. */
export const createdServerAnswer = z.looseObject({ server: z.looseObject({ id: z.string() }) })

/** One of `GET /servers/{id}/os-volume_attachments` (openstack/nova `nova/api/openstack/compute/volume_attachments.py`), up to 2.88. */
export const volumeAttachmentAnswer = z.looseObject({
  volumeId: z.string(),
  serverId: z.string(),
  device: z.string().nullish(),
})
export type VolumeAttachmentAnswer = z.infer<typeof volumeAttachmentAnswer>
