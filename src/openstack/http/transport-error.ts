import { CloudError } from '../../model/cloud-error.ts'

/** Failures that happen before a byte of the request is sent. */
const beforeSending: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** OpenSSL's and Node's names for a certificate that is not believed. */
const untrusted =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/

/** What went wrong below HTTP, with the system's own code as `reason`. The URL in the message has no query. */
export const transportError = (error: unknown, url: string): CloudError => {
  const { origin, protocol, pathname } = new URL(url)
  const reason = systemCode(error)
  const details = { ...(reason === undefined ? {} : { reason }), cause: error }
  if (reason !== undefined && untrusted.test(reason))
    return new CloudError('invalid', `the certificate of ${origin} is not trusted (${reason})`, {
      ...details,
      hint: 'set cacert: to the file with the certificate authority of this cloud',
    })
  if (reason === 'EPROTO' || reason === 'ERR_SSL_WRONG_VERSION_NUMBER')
    return new CloudError('invalid', `${origin} does not speak ${protocol === 'https:' ? 'TLS' : 'plain HTTP'}`, {
      ...details,
      hint: `try ${protocol === 'https:' ? 'http' : 'https'}:// in auth_url`,
    })
  // undici counts what it sends against the header `content-length`.
  if (reason === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH')
    return new CloudError('invalid', 'more or fewer bytes came than were announced', details)
  if (reason === 'ECONNREFUSED') return new CloudError('unavailable', `${origin} refuses connections`, details)
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN')
    return new CloudError('unavailable', `the name of ${origin} cannot be resolved`, details)
  if (reason === 'UND_ERR_CONNECT_TIMEOUT')
    return new CloudError('unavailable', `${origin} does not answer to connections`, details)
  const why = reason ?? (error instanceof Error ? error.message : 'no reason given')
  return new CloudError(
    'unavailable',
    `the connection failed before ${origin}${pathname} had answered (${why})`,
    details,
  )
}

/** True when the cloud cannot have seen the request, so that even a create may be repeated. */
export const nothingWasSent = (error: CloudError): boolean => beforeSending.has(error.reason ?? '')

const systemCode = (error: unknown): string | undefined => {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    if (at instanceof AggregateError && at.errors.length > 0) at = at.errors[0]
    if (!(at instanceof Error)) return undefined
    const { code } = at as { code?: unknown }
    if (typeof code === 'string') return code
    at = at.cause
  }
  return undefined
}
