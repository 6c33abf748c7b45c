import { z } from 'zod'

const version = z.looseObject({
  id: z.string(),
  status: z.string().optional(),
  /** The highest microversion; empty where there are none. */
  version: z.string().nullish(),
  max_version: z.string().nullish(),
  min_version: z.string().nullish(),
  links: z.array(z.looseObject({ rel: z.string(), href: z.string() })).optional(),
})

/** One version of an API, as a version document tells it. */
export type ApiVersion = z.infer<typeof version>

const document = z.union([
  z.looseObject({ version }),
  z.looseObject({ versions: z.looseObject({ values: z.array(version) }) }),
  z.looseObject({ versions: z.array(version) }),
])

/**
 * The versions in a version document of any service: one (`{"version": …}`), a list (`{"versions": […]}`) or Keystone's
 * (`{"versions": {"values": […]}}`). Undefined for what is no version document.
 */
export const parseVersionDocument = (json: unknown): readonly ApiVersion[] | undefined => {
  const parsed = document.safeParse(json)
  if (!parsed.success) return undefined
  if ('version' in parsed.data) return [parsed.data.version as ApiVersion]
  const { versions } = parsed.data
  return Array.isArray(versions) ? versions : (versions as { values: ApiVersion[] }).values
}
