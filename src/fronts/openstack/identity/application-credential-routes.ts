import { CloudError } from '../../../model/cloud-error.ts'
import { applicationCredentialCreate } from '../../../wire/openstack/identity/resources.ts'
import type { Front } from '../kernel/front.ts'
import { projectOf } from '../kernel/policy.ts'
import { readJson } from '../kernel/read-json.ts'
import type { Authorization, ServiceApp } from '../kernel/service.ts'
import type { Identity } from './identity.ts'
import { listing } from './listing.ts'
import type { ApplicationCredentialRecord } from './records.ts'
import { hashSecret } from './secret-hash.ts'
import { requireSelfOrAdmin } from './user-routes.ts'
import { applicationCredentialView } from './views.ts'

/** `/v3/users/{user}/application_credentials`. The secret is shown once, in the answer to the create. */
export const mountApplicationCredentialRoutes = (app: ServiceApp, front: Front, identity: Identity): void => {
  const root = '/identity/v3/users/:user/application_credentials'

  app.get(root, (context) => {
    const user = context.req.param('user')
    requireSelfOrAdmin(context.get('authorization'), user, 'identity:list_application_credentials')
    const views = [...identity.applicationCredentials.by('user', user)].map((credential) =>
      applicationCredentialView(identity, credential, context.req.url),
    )
    return listing(context, 'application_credentials', views, ['name'])
  })

  app.post(root, async (context) => {
    const user = context.req.param('user')
    const caller = context.get('authorization')
    if (caller.userId !== user)
      throw new CloudError(
        'forbidden',
        'You are not authorized to perform the requested action: identity:create_application_credential.',
      )
    requireUnrestricted(identity, caller)
    const projectId = projectOf(caller)
    const { application_credential: wanted } = await readJson(context, applicationCredentialCreate)
    for (const { name } of identity.applicationCredentials.by('user', user))
      if (name === wanted.name)
        throw new CloudError(
          'already_exists',
          `Conflict occurred attempting to store application_credential - Duplicate entry found with name ${name}.`,
        )
    const secret = wanted.secret ?? Buffer.from(front.random.bytes(64)).toString('base64url')
    const record: ApplicationCredentialRecord = {
      id: front.newId().replaceAll('-', ''),
      name: wanted.name,
      description: wanted.description ?? '',
      userId: user,
      projectId,
      roleIds: chosenRoles(identity, caller, wanted.roles),
      secretHash: await hashSecret(secret),
      unrestricted: wanted.unrestricted ?? false,
      ...(wanted.expires_at ? { expiresAt: readTime(wanted.expires_at) } : {}),
    }
    identity.applicationCredentials.put(record)
    const view = applicationCredentialView(identity, record, context.req.url)
    return context.json({ application_credential: { ...view, secret } }, 201)
  })

  app.get(`${root}/:id`, (context) => {
    requireSelfOrAdmin(context.get('authorization'), context.req.param('user'), 'identity:get_application_credential')
    const credential = identity.need(identity.applicationCredentials, 'Application Credential', context.req.param('id'))
    return context.json({ application_credential: applicationCredentialView(identity, credential, context.req.url) })
  })

  app.delete(`${root}/:id`, (context) => {
    requireSelfOrAdmin(
      context.get('authorization'),
      context.req.param('user'),
      'identity:delete_application_credential',
    )
    requireUnrestricted(identity, context.get('authorization'))
    const { id, userId } = identity.need(
      identity.applicationCredentials,
      'Application Credential',
      context.req.param('id'),
    )
    identity.applicationCredentials.delete(id)
    identity.endTokens(userId, (token) => token.applicationCredentialId === id)
    return context.body(null, 204)
  })
}

/**
 * A token of a restricted application credential manages none, so that a credential that leaked can neither renew itself nor win roles
 * (openstack/keystone `keystone/api/users.py`, `_check_unrestricted_application_credential`).
 */
const requireUnrestricted = (identity: Identity, { tokenId }: Authorization): void => {
  const { applicationCredentialId } = identity.tokens.get(tokenId) ?? {}
  if (applicationCredentialId === undefined) return
  if (identity.applicationCredentials.get(applicationCredentialId)?.unrestricted) return
  throw new CloudError(
    'forbidden',
    "You are not authorized to perform the requested action: Using method 'application_credential' is not allowed for managing additional application credentials.",
  )
}

/** The roles asked for, each of which the caller's token must have; all of the token's when none is named. */
const chosenRoles = (
  identity: Identity,
  { roles: held }: Authorization,
  wanted: ReadonlyArray<{ readonly id: string } | { readonly name: string }> | undefined,
): string[] => {
  const all = [...identity.roles].filter(({ name }) => held.has(name))
  if (!wanted?.length) return all.map(({ id }) => id)
  return wanted.map((reference) => {
    const role = all.find(({ id, name }) => ('id' in reference ? id === reference.id : name === reference.name))
    if (!role)
      throw new CloudError(
        'invalid',
        'Invalid application credential: Cannot create an application credential with unassigned role',
      )
    return role.id
  })
}

/** Keystone takes times without a zone, as UTC. */
const readTime = (text: string): string => {
  const bare = text.replace(/Z$/, '')
  if (Number.isNaN(Date.parse(`${bare}Z`)))
    throw new CloudError('invalid', 'Invalid input for field expires_at: not a time in ISO 8601.')
  return bare
}
