/** What a client asked an embedded cloud and what it was answered, without secrets: their values are `redacted`. */
export interface ObservedExchange {
  readonly method: string
  /** With the query, such as `/compute/v2.1/servers?limit=1`. */
  readonly path: string
  readonly request: ObservedMessage
  readonly answer: ObservedMessage & { readonly status: number }
}

/** One half of an exchange. */
export interface ObservedMessage {
  /** Their names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  /** What the JSON says; absent where there was no body, and where `omitted` says why it was not kept. */
  readonly body?: unknown
  /** `not JSON`; `too large` for more than 1 MiB; `no length` where the length of what is sent was not told beforehand. */
  readonly omitted?: 'not JSON' | 'too large' | 'no length'
}

/** The longest JSON that is kept, in bytes. */
const keptBytes = 1_048_576

const secretHeader = /token|secret|authorization|cookie|(?:auth|temp-url)-key/

/** Names of fields whose texts are secrets or may hold some. */
const secretField =
  /(password|passphrase|adminpass|secret|privatekey|userdata|token|auth_?key|contents|blob|output|signature)$/i

const hidden = 'redacted'

/** The request as it is kept. Its body stays to be read. */
export const observedRequest = async (request: Request): Promise<ObservedMessage> => {
  const headers = observedHeaders(request.headers)
  const length = request.headers.get('content-length')
  if (!request.body || length === '0') return { headers }
  if (!isJson(request.headers)) return { headers, omitted: 'not JSON' }
  if (length === null) return { headers, omitted: 'no length' }
  if (Number(length) > keptBytes) return { headers, omitted: 'too large' }
  return { headers, ...observedBody(await request.clone().text()) }
}

/** The answer as it is kept, and an answer that is still to be sent, byte for byte the same: what is no JSON, or too large to be kept, streams on. */
export const observedAnswer = async (
  answer: Response,
): Promise<{ readonly seen: ObservedExchange['answer']; readonly answer: Response }> => {
  const { status } = answer
  const headers = observedHeaders(answer.headers)
  if (!answer.body) return { seen: { status, headers }, answer }
  if (!isJson(answer.headers)) return { seen: { status, headers, omitted: 'not JSON' }, answer }
  if (Number(answer.headers.get('content-length')) > keptBytes)
    return { seen: { status, headers, omitted: 'too large' }, answer }
  // Users may call anything JSON: only its bytes are certain to come back as they were.
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const seen =
    bytes.length > keptBytes ? { omitted: 'too large' as const } : observedBody(new TextDecoder().decode(bytes))
  return { seen: { status, headers, ...seen }, answer: new Response(bytes, { status, headers: answer.headers }) }
}

/** The path without what a query may hold of secrets: the signature of a temporary URL. */
export const observedPath = (url: string): string => {
  const { pathname, search } = new URL(url)
  return `${pathname}${search.replace(/(temp_url_sig|token)=[^&]*/g, `$1=${hidden}`)}`
}

const isJson = (headers: Headers): boolean => /json/.test(headers.get('content-type') ?? '')

const observedHeaders = (headers: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries([...headers].map(([name, value]) => [name, secretHeader.test(name) ? hidden : value]))

const observedBody = (text: string): Pick<ObservedMessage, 'body' | 'omitted'> => {
  if (text === '') return {}
  try {
    return { body: withoutSecrets(JSON.parse(text), '') }
  } catch {
    return { omitted: 'not JSON' }
  }
}

const withoutSecrets = (value: unknown, field: string): unknown => {
  if (typeof value === 'string') {
    if (secretField.test(field.replaceAll(/[^a-zA-Z_]/g, ''))) return hidden
    return value.replace(/([?&]token=)[^&]+/, `$1${hidden}`)
  }
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, field))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    // A token within a login is `{"id": …}` (openstack/keystone keystone/api/_shared/authentication.py).
    Object.entries(value).map(([key, item]) => [
      key,
      withoutSecrets(item, key === 'id' && field === 'token' ? field : key),
    ]),
  )
}
