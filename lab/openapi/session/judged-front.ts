import { openEmbeddedFront } from '../../../src/embedded/embedded-front.ts'
import type { EmbeddedProfile } from '../../../src/embedded/embedded-profile.ts'
import type { ObservedExchange } from '../../../src/embedded/observed-exchange.ts'
import { withObserver } from '../../../src/embedded/with-observer.ts'
import { systemClock } from '../../../src/lib/clock.ts'
import { seededRandom } from '../../../src/lib/random.ts'

export type Caller = 'admin' | 'member' | 'nobody'

/** What an ask may say beside its method, path and body. */
export interface AskOptions {
  readonly as?: Caller
  /** The status that must come; any good one when absent. */
  readonly expect?: number
  /** True where any status will do. */
  readonly any?: true
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

/** A request as it is about to be sent. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** Sends `METHOD /path`. Throws when the answer's status is not the expected one, with what was answered. */
export type Ask = (request: string, body?: unknown, options?: AskOptions) => Promise<Answer>

/** An embedded front without a socket, with its two users logged in. */
export interface JudgedFront extends AsyncDisposable {
  readonly routes: readonly string[]
  readonly memberProject: string
  readonly adminProject: string
  readonly memberPassword: string
  /** Sends what was asked without judging its answer. */
  readonly send: (asked: Asked) => Promise<Answer>
  /** Asks with these headers, such as a microversion's. `before` is called with each request that has a JSON body, before it is sent. */
  asking(headers: Readonly<Record<string, string>>, before?: (asked: Asked) => Promise<void>): Ask
  /** What failed inside, which must be nothing. */
  readonly unexpected: readonly unknown[]
}

const origin = 'http://cloud.test'

/** Opens one. Every exchange is told. */
export const openJudgedFront = async (
  profile: EmbeddedProfile,
  observe: (exchange: ObservedExchange) => void,
): Promise<JudgedFront> => {
  const unexpected: unknown[] = []
  const { front, users, ...opened } = await openEmbeddedFront({
    profile,
    clock: systemClock,
    random: seededRandom(1),
    latency: {},
    onUnexpected: (error) => unexpected.push(error),
  })
  const handler = withObserver((request) => front.fetch(request), observe)
  const send = async ({ method, path, body, headers }: Asked): Promise<Answer> => {
    const text = body === undefined ? undefined : isBytes(headers) ? String(body) : JSON.stringify(body)
    const response = await handler(
      new Request(`${origin}${path}`, {
        method,
        headers: {
          ...(text === undefined
            ? {}
            : { 'content-length': String(Buffer.byteLength(text)), 'content-type': 'application/json' }),
          ...headers,
        },
        ...(text === undefined ? {} : { body: text }),
      }),
      undefined as never,
    )
    const answer = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && answer !== ''
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer }
  }
  const logIn = async ({ userName, password, projectName }: typeof users.admin) => {
    const domain = { id: 'default' }
    const { headers, body } = await send({
      method: 'POST',
      path: '/identity/v3/auth/tokens',
      headers: {},
      body: {
        auth: {
          identity: { methods: ['password'], password: { user: { name: userName, domain, password } } },
          scope: { project: { name: projectName, domain } },
        },
      },
    })
    return { token: headers.get('x-subject-token') ?? '', projectId: String(body.token.project.id) }
  }
  const [admin, member] = [await logIn(users.admin), await logIn(users.member)]
  const tokens: Record<Caller, string> = { admin: admin.token, member: member.token, nobody: '' }
  return {
    routes: front.routes,
    memberProject: member.projectId,
    adminProject: admin.projectId,
    memberPassword: users.member.password,
    send,
    unexpected,
    asking:
      (always, before = async () => {}) =>
      async (request, body, { as = 'member', expect, any, headers = {} } = {}) => {
        const [method = '', path = ''] = request.split(' ')
        const token = tokens[as]
        const asked: Asked = {
          method,
          path,
          ...(body === undefined ? {} : { body }),
          headers: { ...always, ...(token === '' ? {} : { 'x-auth-token': token }), ...headers },
        }
        if (body !== undefined && !isBytes(asked.headers)) await before(asked)
        const answer = await send(asked)
        if (any) return answer
        if (expect === undefined ? answer.status >= 400 : answer.status !== expect)
          throw new Error(`${request} was answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 400)}`)
        return answer
      },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  }
}

const isBytes = (headers: Readonly<Record<string, string>>): boolean =>
  headers['content-type'] === 'application/octet-stream'
