import type { ErrorCode } from '../../../model/cloud-error.ts'
import { CloudError } from '../../../model/cloud-error.ts'

/** An error under the name of Neutron's exception: what clients see as `type`. */
export const neutronError = (code: ErrorCode, type: string, message: string): CloudError =>
  new CloudError(code, message, { reason: type })

/** 400 for values that contradict each other or the cloud's state. */
export const invalidInput = (message: string): CloudError =>
  neutronError('invalid', 'InvalidInput', `Invalid input for operation: ${message}.`)

/** 400 in the words of `neutron_lib.exceptions.BadRequest`; `resource` is singular but for ports and subnets, as upstream has it. */
export const badRequest = (resource: string, message: string): CloudError =>
  neutronError('invalid', 'BadRequest', `Bad ${resource} request: ${message}.`)

/** 400 as the API layer itself answers, before any plugin is asked. */
export const httpBadRequest = (message: string): CloudError => neutronError('invalid', 'HTTPBadRequest', message)

/** 403 naming the rule of the policy that forbids it. */
export const policyForbids = (rule: string): CloudError =>
  neutronError('forbidden', 'PolicyNotAuthorized', `rule:${rule} is disallowed by policy`)

/** 501 for what Neutron knows and this cloud does not have. */
export const notOffered = (what: string): CloudError =>
  neutronError('unsupported', 'NotImplementedError', `This cloud does not offer ${what}.`)

/** The error under Neutron's name for it, where the cloud below said no for this reason without naming it so. */
export const renamed = (
  error: unknown,
  names: { readonly [Code in ErrorCode]?: (error: CloudError) => CloudError },
): unknown => (error instanceof CloudError ? (names[error.code]?.(error) ?? error) : error)
