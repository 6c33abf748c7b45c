import { Hono } from 'hono'
import type { Fetch } from '../http/fetch.ts'
import { sendBy } from '../http/send-by.ts'
import type { SessionOptions } from './session.ts'

/** For tests: the least that Keystone's protocol needs, with tokens that the test can end. Services are added to `app`. */
export interface SmallCloud {
  readonly app: Hono
  readonly fetch: Fetch
  /** Every request, as `GET /path?query`, in the order of arrival. */
  readonly requests: string[]
  readonly logins: unknown[]
  /** Tokens that are good now. */
  readonly tokens: Set<string>
  /** What a session is opened with to reach it. */
  readonly options: Pick<SessionOptions, 'authUrl' | 'credentials' | 'send'>
}

export interface SmallCloudOptions {
  /** Endpoint URLs by catalog type. */
  readonly catalog?: Readonly<Record<string, string>>
  readonly tokenSeconds?: number
  /** Stands in the tokens' times; the machine's own when absent. */
  readonly now?: () => number
}

export const password = 'correct horse battery staple'

export const smallCloud = ({
  catalog = {},
  tokenSeconds = 3600,
  now = Date.now,
}: SmallCloudOptions = {}): SmallCloud => {
  const app = new Hono()
  const requests: string[] = []
  const logins: unknown[] = []
  const tokens = new Set<string>()
  app.use(async (context, next) => {
    const { pathname, search } = new URL(context.req.url)
    requests.push(`${context.req.method} ${pathname}${search}`)
    await next()
  })
  app.get('/v3/', (context) => context.json({ version: { id: 'v3.14', links: [] } }))
  app.post('/v3/auth/tokens', async (context) => {
    const body = await context.req.json()
    logins.push(body)
    const given = body.auth.identity.password?.user.password
    if (given !== undefined && given !== password)
      return context.json({ error: { code: 401, title: 'Unauthorized', message: `no user with ${given}` } }, 401)
    const token = `token-number-${logins.length}`
    tokens.add(token)
    const time = (offset: number) => new Date(now() + offset).toISOString()
    const endpoints = (url: string) => [{ interface: 'public', url, region: 'RegionOne', region_id: 'RegionOne' }]
    return context.json(
      {
        token: {
          issued_at: time(0),
          expires_at: time(tokenSeconds * 1000),
          user: { id: 'u1', name: 'demo' },
          project: { id: 'p1', name: 'demo' },
          roles: [{ id: 'r1', name: 'member' }],
          catalog: Object.entries(catalog).map(([type, url]) => ({ type, name: type, endpoints: endpoints(url) })),
        },
      },
      201,
      { 'x-subject-token': token },
    )
  })
  const fetch: Fetch = (request) => app.fetch(request)
  return {
    app,
    fetch,
    requests,
    logins,
    tokens,
    options: {
      authUrl: 'http://cloud.test/v3',
      credentials: {
        identity: { method: 'password', userName: 'demo', password },
        scope: { kind: 'project', name: 'demo' },
      },
      send: sendBy(fetch),
    },
  }
}
