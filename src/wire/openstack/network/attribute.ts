import { z } from 'zod'

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'None'))

const trueWords = new Set(['true', '1', 't', 'yes', 'y', 'on'])
const falseWords = new Set(['false', '0', 'f', 'no', 'n', 'off'])

/** The truth value that Neutron reads from this text, or undefined when it reads none (openstack/neutron-lib `neutron_lib/api/converters.py`). */
export const readFlag = (text: string): boolean | undefined => {
  const word = text.trim().toLowerCase()
  return trueWords.has(word) ? true : falseWords.has(word) ? false : undefined
}

/** True or false, also as a word or as 0 and 1. */
export const flag = z.unknown().transform((value, context) => {
  if (typeof value === 'boolean') return value
  const read = typeof value === 'string' || typeof value === 'number' ? readFlag(String(value)) : undefined
  if (read !== undefined) return read
  context.addIssue({ code: 'custom', message: `'${shown(value)}' cannot be converted to boolean`, input: value })
  return z.NEVER
})

/** A whole number, also as digits in a string. */
export const integer = z.unknown().transform((value, context) => {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number)) return number
  context.addIssue({ code: 'custom', message: `'${shown(value)}' is not an integer`, input: value })
  return z.NEVER
})

/** A whole number that counts something. */
export const nonNegative = integer.refine((value) => value >= 0, {
  error: ({ input }) => `'${shown(input)}' should be non-negative`,
})

export const text = z.string({ error: ({ input }) => `'${shown(input)}' is not a valid string` })

/** A name or a description: at most 255 characters. */
export const shortText = text.max(255, { error: ({ input }) => `'${shown(input)}' exceeds maximum length of 255` })

const uuidShape = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

export const uuid = z
  .string({ error: ({ input }) => `'${shown(input)}' is not a valid UUID` })
  .regex(uuidShape, { error: ({ input }) => `'${shown(input)}' is not a valid UUID` })

export const ipAddress = z.union([z.ipv4(), z.ipv6()], {
  error: ({ input }) => `'${shown(input)}' is not a valid IP address`,
})

/** A network in CIDR notation, host bits allowed: who needs them clear says so itself. */
export const cidr = z.union([z.cidrv4(), z.cidrv6()], {
  error: ({ input }) => `'${shown(input)}' is not a valid IP subnet`,
})

export const macAddress = z
  .string({ error: ({ input }) => `'${shown(input)}' is not a valid MAC address` })
  .regex(/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i, { error: ({ input }) => `'${shown(input)}' is not a valid MAC address` })

/** The owner, under its new name and its old one. */
export const owner = { project_id: shortText.optional(), tenant_id: shortText.optional() }

/** What every answer has, whatever the resource (openstack/neutron `neutron/db/standard_attr.py`). */
export const standardAnswer = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  project_id: z.string(),
  tenant_id: z.string(),
  tags: z.array(z.string()),
  revision_number: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
}
