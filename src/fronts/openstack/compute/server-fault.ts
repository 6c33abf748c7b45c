import { CloudError } from '../../../model/cloud-error.ts'
import type { Front } from '../kernel/front.ts'
import type { ServerFault } from './server-record.ts'

/** What Nova's scheduler says (openstack/nova `nova/exception.py`, NoValidHost). */
export const noValidHost = 'No valid host was found. There are not enough hosts available.'

/** Why work on a server failed, as Nova shows it: what the cloud below said is for administrators where it tells of its inside. */
export const faultOf = (front: Front, error: unknown): ServerFault => {
  const created = front.timestamp()
  if (!(error instanceof CloudError)) {
    front.onUnexpected(error)
    return { code: 500, created, message: 'An unexpected error occurred.' }
  }
  const { message } = error
  switch (error.code) {
    case 'no_capacity':
      return {
        code: 500,
        created,
        message: noValidHost,
        details: message,
      }
    case 'quota_exceeded':
      return { code: 403, created, message }
    case 'invalid':
    case 'not_found':
      return { code: 400, created, message }
    default:
      return { code: 500, created, message }
  }
}
