import type { CloudError, ErrorCode } from '../model/cloud-error.ts'
import type { NodeFailure } from './run-event.ts'

const again = 'then run the same command again: it goes on from here'

/** What to do after each sort of error, where the error itself does not say. */
const hints: Readonly<Record<ErrorCode, string>> = {
  invalid: `change the workload, ${again}`,
  unauthenticated: `renew the credentials, ${again}`,
  forbidden: `ask the cloud's operator for the right to do this, ${again}`,
  not_found: 'run the same command again: what is missing is made anew',
  already_exists: 'rename or delete what has this name, or give the deployment another name',
  conflict: 'run the same command again in a while',
  quota_exceeded: `ask for a larger quota or delete what is not needed, ${again}`,
  no_capacity: 'run the same command again later, or give the component another placement or smaller resources',
  rate_limited: 'run the same command again in a while, with a lower --parallelism',
  too_large: 'make the files and the setup of this component smaller',
  unsupported: 'deploy it to another cloud: see portolan plan',
  timeout: 'run the same command again: it goes on from here',
  unavailable: 'see whether the cloud is reachable with: portolan doctor',
  canceled: 'run the same command again: it goes on from here',
  internal: 'run the same command again; if it stays so, tell the cloud’s operator the request id',
}

/** The error as a node's failure. No secret's value stays in its text, whatever the cloud put there. */
export const nodeFailure = (
  node: Pick<NodeFailure, 'key' | 'kind' | 'name' | 'action'>,
  error: CloudError,
  secrets: Iterable<string>,
): NodeFailure => ({
  ...node,
  code: error.code,
  message: withoutSecrets(error.message, secrets),
  ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
  hint: error.hint === undefined ? hints[error.code] : withoutSecrets(error.hint, secrets),
})

const withoutSecrets = (text: string, secrets: Iterable<string>): string => {
  let safe = text
  for (const secret of secrets) if (secret.length >= 4) safe = safe.replaceAll(secret, '(secret)')
  return safe
}
