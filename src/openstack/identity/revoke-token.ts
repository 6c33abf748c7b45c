import { unlessGone } from '../session/resource.ts'
import type { ServiceClient } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** Ends the session's present token: `DELETE /v3/auth/tokens`. The next request logs in again. */
export const revokeToken = async (identity: ServiceClient, { signal }: SessionCall): Promise<void> => {
  const { token } = await identity.session.authorization({ signal })
  await unlessGone(identity.request({ method: 'DELETE', path: '/auth/tokens', subjectToken: token, signal }))
  identity.session.reject(token)
}
