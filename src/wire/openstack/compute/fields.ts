import { z } from 'zod'
import { formatAddress, parseAddress } from '../../../model/address-range.ts'

/** The kinds of values that Nova's request bodies are made of (openstack/nova `nova/api/validation/parameter_types.py`). */

/** A name: printable, 1 to 255 characters, no white space at its ends. */
export const name = z
  .string()
  .min(1)
  .max(255)
  .regex(/^(?!\p{Z})[^\p{C}\p{Zl}\p{Zp}]*(?<!\p{Z})$/u, 'printable characters. Can not start or end with whitespace.')

export const nullableName = z.union([z.string().min(1).max(255), z.null()])

/** A description: printable or absent, at most 255 characters. */
export const description = z.union([
  z
    .string()
    .max(255)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u),
  z.null(),
])

/** A boolean as JSON has it, or as one of the words that Nova still takes for one. */
export const flag = z
  .union([
    z.boolean(),
    z.enum(['True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes']),
    z.enum(['False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no']),
  ])
  .transform((value) => value === true || (typeof value === 'string' && /^(true|1|on|yes)$/i.test(value)))

/** A whole number, or one written as text. */
export const wholeNumber = (minimum: number, maximum = 0x7fffffff) =>
  z
    .union([z.int(), z.string().regex(/^-?\d{1,10}$/)])
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum))

export const uuid = z
  .string()
  .regex(/^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$/, 'is not a uuid')

/** Users' metadata of a server or an image. */
export const metadata = z.record(z.string().regex(/^[a-zA-Z0-9\-_:. ]{1,255}$/), z.string().max(255))

export const tag = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^,/]*$/)

export const hostname = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[a-zA-Z0-9\-._]*$/)

export const ipv4 = z.ipv4()
/** As Nova keeps and shows it, in its shortest form (openstack/nova `nova/objects/instance.py`, `IPV6AddressField`). */
export const ipv6 = z.ipv6().transform((text) => formatAddress(parseAddress(text).value, 6))
export const address = z.union([ipv4, ipv6])

export const base64 = z
  .string()
  .max(65_535)
  .regex(/^(?:[A-Za-z0-9+/]|\s)*={0,2}\s*$/, 'is not base64')

export const flavorRef = z.union([z.string().min(1), z.int().transform(String)])
export const diskConfig = z.enum(['AUTO', 'MANUAL'])

/** Anything at all, for actions that take no argument. */
export const anything = z.unknown()
