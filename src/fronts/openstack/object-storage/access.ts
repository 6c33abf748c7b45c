import type { CloudError } from '../../../model/cloud-error.ts'
import type { Authorization } from '../kernel/service.ts'
import { isReferrerAllowed, parseAcl } from './acl.ts'
import { swiftRefusal } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'

/** What every account's name begins with; its project's id follows. */
export const accountPrefix = 'AUTH_'

/** Who owns everything in the account of their project, as DevStack sets it up (openstack/devstack `lib/swift`, `operator_roles`). */
const operatorRoles = ['admin', 'member', 'swiftoperator']

/** Who may read it (openstack/swift `swift/common/middleware/keystoneauth.py`, `project_reader_roles`). */
const readerRole = 'reader'

/** What was found out about a caller who may do what they ask for. */
export interface Access {
  /** They own the account: they see and set access lists and keys. */
  readonly isOwner: boolean
  /** No quota holds for them and they set the accounts' quotas. */
  readonly isReseller: boolean
}

/**
 * Decides as Swift does behind Keystone: first what a caller may do anyway, then what the container's list for this, `acl`, gives them
 * (openstack/swift `swift/proxy/server.py`, `handle_request`; `swift/common/middleware/keystoneauth.py`, `authorize`). Throws 403 for those who are known and 401
 * for all others.
 */
export const authorize = ({ method, target, headers, caller }: SwiftRequest, acl?: string): Access => {
  const { authorization, mayReach } = caller
  const granted = { isOwner: false, isReseller: false }
  if (mayReach) {
    if (mayReach(target)) return granted
    throw swiftRefusal(401)
  }
  if (authorization && isResellerAdmin(authorization)) return { isOwner: true, isReseller: true }
  const isOwn = authorization?.projectId !== undefined && target.account === accountPrefix + authorization.projectId
  if (isOwn && operatorRoles.some((role) => authorization.roles.has(role))) return { isOwner: true, isReseller: false }
  if (isOwn && authorization.roles.has(readerRole) && (method === 'GET' || method === 'HEAD')) return granted
  if (!acl) throw denied(authorization)
  const lists = parseAcl(acl)
  if (authorization && isNamed(authorization, lists.grants)) return granted
  const isLinked = isReferrerAllowed(headers.get('referer'), lists)
  if (isLinked && (target.object !== undefined || lists.grants.includes('.rlistings'))) return granted
  const roles = new Set(lists.grants.map((grant) => grant.toLowerCase()))
  if (isOwn && !isLinked && [...authorization.roles].some((role) => roles.has(role.toLowerCase()))) return granted
  throw denied(authorization)
}

/** Who may do everything in every account: the cloud's administrators, and whom the operator gave Swift's own role for it. */
const isResellerAdmin = ({ isAdmin, roles }: Authorization): boolean => isAdmin || roles.has('ResellerAdmin')

const isNamed = ({ projectId, projectName, userId, userName }: Authorization, grants: readonly string[]): boolean => {
  const projects = [projectId, projectName, '*']
  const users = [userId, userName, '*']
  return grants.some((grant) => {
    const colon = grant.indexOf(':')
    return colon >= 0 && projects.includes(grant.slice(0, colon)) && users.includes(grant.slice(colon + 1))
  })
}

const denied = (authorization: Authorization | undefined): CloudError => swiftRefusal(authorization ? 403 : 401)
