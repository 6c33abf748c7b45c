import { CloudError } from '../../model/cloud-error.ts'
import type { ServiceClient } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'
import { revokeToken } from './revoke-token.ts'

/**
 * Revokes the session's token and asks Keystone, with a new one that is revoked in its turn, what has become of it: `alive` is what should not be. `unknown` where the
 * cloud lets nobody ask.
 */
export const logOut = async (identity: ServiceClient, call: SessionCall): Promise<'ended' | 'alive' | 'unknown'> => {
  const { token } = await identity.session.authorization(call)
  await revokeToken(identity, call)
  const state = await stateOf(identity, token, call)
  await revokeToken(identity, call)
  return state
}

const stateOf = async (identity: ServiceClient, token: string, { signal }: SessionCall) => {
  try {
    await identity.request({ method: 'GET', path: '/auth/tokens', subjectToken: token, signal })
    return 'alive'
  } catch (error) {
    if (!(error instanceof CloudError)) throw error
    if (error.code === 'not_found') return 'ended'
    if (error.code === 'forbidden' || error.code === 'unauthenticated') return 'unknown'
    throw error
  }
}
