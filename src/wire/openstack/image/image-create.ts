import { z } from 'zod'

export const imageVisibilities = ['public', 'private', 'shared', 'community'] as const
export type ImageVisibility = (typeof imageVisibilities)[number]

/** Container formats that Glance knows (openstack/glance `glance/common/config.py`). */
export const containerFormats = ['ami', 'ari', 'aki', 'bare', 'ovf', 'ova', 'docker', 'compressed'] as const

const uuid = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/

/** Glance's whole numbers end where a 32-bit database column ends. */
const count = z.int().min(0).max(2_147_483_647)

/** What a caller may set of an image, each by its own schema (openstack/glance `glance/api/v2/images.py`, `get_base_properties`). */
export const writableImageProperties = {
  name: z.string().max(255).nullable(),
  visibility: z.enum(imageVisibilities),
  protected: z.boolean(),
  os_hidden: z.boolean(),
  owner: z.string().max(255).nullable(),
  container_format: z.enum(containerFormats).nullable(),
  /** The formats that a cloud takes are its operator's choice, so they are checked there. */
  disk_format: z.string().nullable(),
  min_disk: count,
  min_ram: count,
  tags: z.array(z.string().max(255)),
} as const

/** The body of `POST /v2/images`: what is no property of Glance's own is the image's own and must be text. */
export const imageCreate = z
  .object({ id: z.string().regex(uuid), ...writableImageProperties })
  .partial()
  .catchall(z.unknown())
