import type { Context } from 'hono'
import type { ZodObject } from 'zod'
import { z } from 'zod'
import type { CloudError } from '../../../model/cloud-error.ts'
import { readJson } from '../kernel/read-json.ts'
import type { ServiceEnv } from '../kernel/service.ts'
import { httpBadRequest, neutronError } from './neutron-error.ts'

/** The request's body as JSON, whatever it is. */
export const readBody = (context: Context<ServiceEnv>): Promise<unknown> => readJson(context, z.unknown())

/** What stands under `name` in the body. Throws 400 as Neutron does when nothing does, or when something else stands beside it. */
export const unwrapped = (body: unknown, name: string): unknown => {
  if (typeof body !== 'object' || body === null || !(name in body))
    throw httpBadRequest(`Unable to find '${name}' in request body`)
  return (body as Record<string, unknown>)[name]
}

/**
 * The attributes, checked. The errors are worded as in openstack/neutron-lib `neutron_lib/api/attributes.py`; `known` are the attributes that
 * exist but may not be sent here.
 */
export const checkAttributes = (
  schema: ZodObject,
  value: unknown,
  { known, creating }: { readonly known: ReadonlySet<string>; readonly creating: boolean },
): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw httpBadRequest('Resource body required')
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  throw worded(result.error.issues, value as Record<string, unknown>, known, creating)
}

const worded = (
  issues: readonly z.core.$ZodIssue[],
  value: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  creating: boolean,
): CloudError => {
  const surplus = issues.find((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0)
  if (surplus?.code === 'unrecognized_keys') {
    const unknown = surplus.keys.filter((key) => !known.has(key))
    if (unknown.length > 0) return httpBadRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`)
    return httpBadRequest(
      creating
        ? `Attribute '${surplus.keys[0]}' not allowed in POST`
        : `Cannot update read-only attribute ${surplus.keys[0]}`,
    )
  }
  const [issue] = issues
  const attribute = String(issue?.path[0] ?? '')
  if (creating && !(attribute in value))
    return httpBadRequest(`Failed to parse request. Required attribute '${attribute}' not specified`)
  const reason =
    issue?.code === 'invalid_union' && issue.message === 'Invalid input'
      ? (issue.errors[0]?.[0]?.message ?? issue.message)
      : issue?.message
  return neutronError('invalid', 'HTTPBadRequest', `Invalid input for ${attribute}. Reason: ${reason}.`)
}
