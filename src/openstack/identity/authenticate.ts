import { CloudError } from '../../model/cloud-error.ts'
import { tokenAnswer } from '../../wire/openstack/identity/token-answer.ts'
import type { Message, Reply } from '../http/exchange.ts'
import type { Authorization } from '../session/authorization.ts'
import { readAnswer } from '../session/read-answer.ts'
import type { Credentials } from './credentials.ts'
import { authRequestFor } from './credentials.ts'

/**
 * `POST /v3/auth/tokens`. The expiry is counted from the answer's arrival by the token's lifetime, so that the two clocks need not agree. Throws
 * `unauthenticated` for credentials that Keystone does not take.
 */
export const authenticate = async (
  identityUrl: string,
  credentials: Credentials,
  send: (message: Message) => Promise<Reply>,
  now: () => number,
): Promise<Authorization> => {
  const reply = await send({
    method: 'POST',
    url: `${identityUrl}/auth/tokens`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(authRequestFor(credentials)),
    // A token that nobody received only expires.
    repeatable: true,
  }).catch((error: unknown) => {
    throw error instanceof CloudError && error.code === 'unauthenticated' ? notTaken(error) : error
  })
  const token = reply.headers.get('x-subject-token')
  if (!token) throw new CloudError('internal', 'identity: the answer to a login has no X-Subject-Token header')
  const { token: body } = readAnswer('identity', 'POST /auth/tokens', tokenAnswer, reply.text)
  const arrived = now()
  const issued = body.issued_at === undefined ? arrived : Date.parse(body.issued_at)
  const lifetime = Math.max(0, Date.parse(body.expires_at) - issued)
  // A token that someone else got is already some way through its life.
  const left =
    credentials.identity.method === 'token' ? Math.min(lifetime, Date.parse(body.expires_at) - arrived) : lifetime
  const { user, project, roles = [], catalog = [] } = body
  return {
    token,
    expiresAt: arrived + left,
    renewAt: arrived + left - Math.min(120_000, left / 10),
    user: { id: user.id, ...(user.name === undefined ? {} : { name: user.name }) },
    ...(project
      ? {
          project: {
            id: project.id,
            name: project.name,
            ...(project.domain ? { domain: { id: project.domain.id, name: project.domain.name } } : {}),
          },
        }
      : {}),
    roles: roles.map(({ name }) => name),
    catalog,
  }
}

/** Keystone's own words are the same whatever was wrong (openstack/keystone `keystone/exception.py`, `Unauthorized`). */
const notTaken = ({ message, reason, requestId }: CloudError): CloudError =>
  new CloudError('unauthenticated', `the cloud does not take these credentials (${message})`, {
    ...(reason === undefined ? {} : { reason }),
    ...(requestId === undefined ? {} : { requestId }),
  })
