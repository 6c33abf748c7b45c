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
 * Decides as Swift does behind Keystone (openstack/swift `swift/common/middleware/keystoneauth.py`, `authorize`). `acl` is the container's list for what is
 * asked. Throws 403 for those who are known and 401 for all others.
 */
export const authorize = ({ method, target, headers, caller }: SwiftRequest, acl?: string): Access => {
  const { authorization, mayReach } = caller
  if (mayReach) {
    if (mayReach(target)) return { isOwner: false, isReseller: false }
    throw swiftRefusal(401)
  }
  const isReseller = authorization !== undefined && isResellerAdmin(authorization)
  if (isReseller) return { isOwner: true, isReseller }
  const lists = acl === undefined ? undefined : parseAcl(acl)
  const granted = { isOwner: false, isReseller }
  if (lists && authorization && isNamed(authorization, lists.grants)) return granted
  const isOwn = authorization?.projectId !== undefined && target.account === accountPrefix + authorization.projectId
  if (lists && isReferrerAllowed(headers.get('referer'), lists)) {
    if (target.object !== undefined || lists.grants.includes('.rlistings')) return granted
    if (!isOwn) throw denied(authorization)
  }
  if (!authorization || !isOwn) throw denied(authorization)
  if (operatorRoles.some((role) => authorization.roles.has(role))) return { isOwner: true, isReseller }
  if (authorization.roles.has(readerRole) && (method === 'GET' || method === 'HEAD')) return granted
  const roles = new Set(lists?.grants.map((grant) => grant.toLowerCase()))
  if ([...authorization.roles].some((role) => roles.has(role.toLowerCase()))) return granted
  throw denied(authorization)
}

/** Who may do everything in every account: the cloud's administrators, and whom the operator gave Swift's own role for it. */
export const isResellerAdmin = ({ isAdmin, roles }: Authorization): boolean => isAdmin || roles.has('ResellerAdmin')

const isNamed = ({ projectId, projectName, userId, userName }: Authorization, grants: readonly string[]): boolean => {
  const projects = [projectId, projectName, '*']
  const users = [userId, userName, '*']
  return grants.some((grant) => {
    const colon = grant.indexOf(':')
    return colon >= 0 && projects.includes(grant.slice(0, colon)) && users.includes(grant.slice(colon + 1))
  })
}

const denied = (authorization: Authorization | undefined): CloudError => swiftRefusal(authorization ? 403 : 401)
