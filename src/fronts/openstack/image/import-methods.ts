import type { Front } from '../kernel/front.ts'

/** The ways in which a staged image becomes a whole one; none where images cannot be filled by this API. */
export const importMethods = (front: Front): readonly string[] => (front.driver.images.content ? ['glance-direct'] : [])
