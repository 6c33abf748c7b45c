import { z } from 'zod'

/** The statuses of Glance's schema (openstack/glance `glance/api/v2/images.py`, `get_base_properties`). */
export const imageStatuses = [
  'queued',
  'saving',
  'uploading',
  'importing',
  'active',
  'deactivated',
  'killed',
  'deleted',
  'pending_delete',
] as const
export type GlanceStatus = (typeof imageStatuses)[number]

/** An image as Glance answers it. Properties of the image's own stand beside these as text. */
export const imageAnswer = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  visibility: z.string(),
  protected: z.boolean().optional(),
  os_hidden: z.boolean().optional(),
  owner: z.string().nullish(),
  checksum: z.string().nullish(),
  os_hash_algo: z.string().nullish(),
  os_hash_value: z.string().nullish(),
  size: z.number().nullish(),
  virtual_size: z.number().nullish(),
  container_format: z.string().nullish(),
  disk_format: z.string().nullish(),
  min_disk: z.number().optional(),
  min_ram: z.number().optional(),
  tags: z.array(z.string()).optional(),
  created_at: z.string().optional(),
  updated_at: z.string().optional(),
  self: z.string().optional(),
  file: z.string().optional(),
  schema: z.string().optional(),
})

export type ImageAnswer = z.infer<typeof imageAnswer>

/** A page of images; `next` is a path without the host, absent on the last page. */

/** Glance's own names, which an image's own properties may not take. */
export const glanceProperties: ReadonlySet<string> = new Set([
  ...Object.keys(imageAnswer.shape),
  'direct_url',
  'locations',
  'stores',
  'location',
  'deleted',
  'deleted_at',
])
