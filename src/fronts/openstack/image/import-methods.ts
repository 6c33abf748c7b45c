import type { Front } from '../kernel/front.ts'

/** The ways in which a staged image becomes a whole one; none where images cannot be filled by this API. */
export const importMethods = ({ driver, profile: { imageUpload = 'import' } }: Front): readonly string[] =>
  driver.images.content && imageUpload === 'import' ? ['glance-direct'] : []
