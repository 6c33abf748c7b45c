import { z } from 'zod'

/** Words that OpenStack takes for a boolean (openstack/oslo.utils `oslo_utils/strutils.py`, `bool_from_string`). */
export const looseBoolean = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(true|false|yes|no|on|off|1|0|t|f|y|n)$/i)
    .transform((text) => /^(true|yes|on|1|t|y)$/i.test(text)),
])

/** A name or a description: at most 255 characters, without the spaces around it; `null` for none. */
export const optionalText = z
  .string()
  .max(255)
  .transform((text) => text.trim())
  .nullable()

/** A name of 1 to 255 characters once the spaces around it are gone (openstack/cinder `cinder/api/validation/validators.py`, `name_skip_leading_trailing_spaces`). */
export const nameOrNone = z
  .string()
  .transform((text) => text.trim())
  .pipe(z.string().min(1).max(255))
  .nullable()

/** A whole number of GiB, as a number or as digits (openstack/cinder `cinder/api/validation/parameter_types.py`, `volume_size`). */
export const sizeGiB = z.union([
  z.int().min(1).max(2_147_483_647),
  z
    .string()
    .regex(/^[0-9]{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(1)),
])

/** Metadata that users set: keys of 1 to 255 characters, values of at most 255. */
export const metadata = z.record(z.string().min(1).max(255), z.string().max(255))

export const uuid = z
  .string()
  .regex(/^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$/)
