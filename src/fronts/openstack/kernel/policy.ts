import { CloudError } from '../../../model/cloud-error.ts'
import type { FrontProfile } from './front-profile.ts'
import type { Authorization } from './service.ts'

/** OpenStack's default personas: each role may do what the ones before it may (keystone's implied roles). */
export type Role = 'reader' | 'member' | 'admin'

/** What an operator's profile keeps from everyone but administrators. */
export const forbiddenBy = ({ forbidden = [], imageUpload }: FrontProfile): ReadonlySet<string> =>
  new Set([
    ...forbidden,
    ...(imageUpload === 'tasks' || imageUpload === 'none' ? ['add_image'] : []),
    ...(imageUpload === undefined || imageUpload === 'put' ? [] : ['upload_image']),
  ])

/** Throws `forbidden` unless the caller has the role and the cloud's policy lets them, named as the service's policy names the action. */
export const requireRole = (authorization: Authorization, role: Role, action: string): void => {
  const { isAdmin, roles, forbidden } = authorization
  if (isAdmin || (roles.has(role) && !forbidden?.has(action))) return
  throw new CloudError('forbidden', `Policy doesn't allow ${action} to be performed.`, {
    reason: 'PolicyNotAuthorized',
  })
}

/** The project that the token is scoped to. Throws `forbidden` for unscoped tokens. */
export const projectOf = (authorization: Authorization): string => {
  if (authorization.projectId !== undefined) return authorization.projectId
  throw new CloudError('forbidden', 'The token is not scoped to a project.', { reason: 'PolicyNotAuthorized' })
}

/** True when the caller may know of a resource of that project; what belongs to the cloud (`undefined`) everyone may. */
export const maySee = (authorization: Authorization, projectId: string | undefined): boolean =>
  projectId === undefined || authorization.isAdmin || authorization.projectId === projectId
