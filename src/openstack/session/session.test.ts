import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { collect } from '../../lib/async-iterable.ts'
import { ManualClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Fetch } from '../http/fetch.ts'
import { sendBy } from '../http/send-by.ts'
import { items } from './pages.ts'
import type { ServiceClient } from './service-client.ts'
import type { SessionOptions } from './session.ts'
import { openSession } from './session.ts'
import type { SmallCloud, SmallCloudOptions } from './small-cloud-fixture.ts'
import { password, smallCloud } from './small-cloud-fixture.ts'

const call = { signal: new AbortController().signal }
const anything = z.looseObject({})
const get = { method: 'GET', path: '/things', ...call } as const

/** A cloud whose network service answers `/things` as the test says, to good tokens alone. */
const withThings = (
  answer: (request: Request, count: number) => Response | Promise<Response>,
  options: SmallCloudOptions = {},
): SmallCloud => {
  const cloud = smallCloud({ catalog: { network: 'http://cloud.test/network/v2.0' }, ...options })
  let count = 0
  cloud.app.all('/network/v2.0/*', (context) => {
    if (!cloud.tokens.has(context.req.header('x-auth-token') ?? '')) return context.json({ error: {} }, 401)
    count += 1
    return answer(context.req.raw, count)
  })
  return cloud
}

const openNetwork = async (cloud: SmallCloud, more: Partial<SessionOptions> = {}): Promise<ServiceClient> =>
  openSession({ random: seededRandom(1), ...cloud.options, ...more }).need('network', call)

const failing = async (work: Promise<unknown>): Promise<CloudError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof CloudError)) throw new Error(`no CloudError: ${String(error)}`)
  return error
}

describe('logging in', () => {
  it('asks once for all requests that start together', async () => {
    const cloud = withThings(() => Response.json({}))
    const network = await openNetwork(cloud)
    await Promise.all(Array.from({ length: 20 }, () => network.ask(anything, get)))
    expect(cloud.logins).toHaveLength(1)
  })

  it('happens again, once, when the cloud no longer takes the token', async () => {
    const cloud = withThings(() => Response.json({}))
    const network = await openNetwork(cloud)
    await network.ask(anything, get)
    cloud.tokens.clear()
    await Promise.all([network.ask(anything, get), network.ask(anything, get), network.ask(anything, get)])
    expect(cloud.logins).toHaveLength(2)
  })

  it('is tried again when the cloud is out of service: a token too many does no harm', async () => {
    const cloud = withThings(() => Response.json({}))
    let refused = 0
    const fetch: Fetch = async (request) => {
      if (request.method !== 'POST' || refused > 0) return cloud.fetch(request)
      refused += 1
      return new Response('', { status: 503 })
    }
    const network = await openNetwork(cloud, { send: sendBy(fetch) })
    expect(await network.ask(anything, get)).toBeDefined()
    expect([refused, cloud.logins.length]).toEqual([1, 1])
  })

  it('is not tried a third time when the new token is not taken either', async () => {
    const cloud = withThings(() => Response.json({ error: {} }, { status: 401 }))
    const network = await openNetwork(cloud)
    expect((await failing(network.ask(anything, get))).code).toBe('unauthenticated')
    expect(cloud.logins).toHaveLength(2)
  })

  it('happens again before the token expires, though the two clocks differ by a day', async () => {
    const clock = new ManualClock()
    const cloud = withThings(() => Response.json({}), { tokenSeconds: 100, now: () => clock.now() - 86_400_000 })
    const network = await openNetwork(cloud, { clock })
    await network.ask(anything, get)
    await clock.advance(85_000)
    await network.ask(anything, get)
    expect(cloud.logins).toHaveLength(1)
    await clock.advance(6_000)
    await network.ask(anything, get)
    expect(cloud.logins).toHaveLength(2)
  })

  it('says what went wrong without the password, even when the cloud repeats it', async () => {
    const cloud = smallCloud()
    const wrong = { identity: { method: 'password', userName: 'demo', password: 'wrong "horse"' } as const }
    const session = openSession({ ...cloud.options, credentials: { ...cloud.options.credentials, ...wrong } })
    const error = await failing(session.authorization(call))
    expect(error.code).toBe('unauthenticated')
    expect(error.message).toBe('the cloud does not take these credentials (identity: no user with ***)')
  })

  it('keeps secrets and tokens out of what observers hear', async () => {
    const heard: Exchange[] = []
    const cloud = withThings((request) =>
      Response.json({ badRequest: { message: `bad token ${request.headers.get('x-auth-token')}` } }, { status: 400 }),
    )
    const network = await openNetwork(cloud, { onExchange: (exchange) => heard.push(exchange) })
    const error = await failing(network.ask(anything, { ...get, query: { q: 'token-number-1' } }))
    expect(error.message).toBe('network: bad token ***')
    expect(heard.map(({ method, url, status }) => [method, url, status])).toEqual([
      ['POST', 'http://cloud.test/v3/auth/tokens', 201],
      ['GET', 'http://cloud.test/network/v2.0/things?q=***', 400],
    ])
    const told = heard.map((exchange) => ({ ...exchange, ...exchange.messages() }))
    expect(told.map(({ service, answer }) => [service, answer.body])).toEqual([
      ['identity', expect.stringContaining('"catalog"')],
      ['network', '{"badRequest":{"message":"bad token ***"}}'],
    ])
    expect(JSON.stringify(told)).not.toContain(password)
    expect(JSON.stringify(told)).not.toContain('token-number-1')
  })

  it.each([
    ['http://cloud.test/v3', []],
    ['http://cloud.test/v3/', []],
    ['http://cloud.test', ['GET /']],
    ['http://cloud.test/v2.0', ['GET /']],
  ])('finds Keystone v3 behind %s', async (authUrl, discovery) => {
    const cloud = smallCloud()
    cloud.app.get('/', (context) =>
      context.json(
        {
          versions: {
            values: [
              { id: 'v3.14', status: 'stable', links: [{ rel: 'self', href: 'http://inside.example:5000/v3/' }] },
              { id: 'v2.0', status: 'deprecated', links: [{ rel: 'self', href: 'http://inside.example:5000/v2.0/' }] },
            ],
          },
        },
        300,
      ),
    )
    await openSession({ ...cloud.options, authUrl }).authorization(call)
    expect(cloud.requests).toEqual([...discovery, 'POST /v3/auth/tokens'])
  })
})

describe('repeating', () => {
  it('asks a failing GET again, after the time that the cloud named', async () => {
    const clock = new ManualClock()
    const cloud = withThings((_request, count) =>
      count < 3 ? new Response('', { status: 503, headers: { 'retry-after': '7' } }) : Response.json({ count }),
    )
    const network = await openNetwork(cloud, { clock })
    const answer = network.ask(anything, get)
    await clock.advance(13_000)
    expect(cloud.requests.filter((line) => line.includes('/things'))).toHaveLength(2)
    await clock.advance(1_001)
    expect(await answer).toEqual({ count: 3 })
  })

  it('never repeats a POST that may have been done', async () => {
    const cloud = withThings(() => new Response('', { status: 503 }))
    const network = await openNetwork(cloud)
    const error = await failing(network.request({ ...get, method: 'POST', json: {} }))
    expect(error.code).toBe('unavailable')
    expect(cloud.requests.filter((line) => line.startsWith('POST /network'))).toHaveLength(1)
  })

  it('repeats a POST that was refused for now', async () => {
    const clock = new ManualClock()
    const cloud = withThings((_request, count) =>
      count === 1
        ? Response.json({ overLimit: { code: 413, message: 'rate-limited', retryAfter: '2' } }, { status: 413 })
        : Response.json({ count }),
    )
    const network = await openNetwork(cloud, { clock })
    const answer = network.request({ ...get, method: 'POST', json: {} })
    await clock.advance(2_001)
    expect((await answer).text).toBe('{"count":2}')
  })

  it('gives up on an answer that does not come, and says how long it waited', async () => {
    const clock = new ManualClock()
    const cloud = withThings(() => new Promise<Response>(() => {}))
    const network = await openNetwork(cloud, { clock, timeoutMs: 5_000, attempts: 1 })
    const failed = failing(network.ask(anything, get))
    await clock.advance(5_001)
    expect(await failed).toMatchObject({ code: 'timeout', message: 'http://cloud.test did not answer in 5 s' })
  })

  it('ends with the reason of the signal that stopped it', async () => {
    const stop = new AbortController()
    const cloud = withThings(() => new Promise<Response>(() => {}))
    const network = await openNetwork(cloud)
    const asked = network.ask(anything, { ...get, signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
  })

  it('does not read an answer past its limit', async () => {
    const cloud = withThings(() => new Response(`{"a": "${'x'.repeat(5000)}"}`))
    const network = await openNetwork(cloud, { bodyLimit: 3000 })
    expect(await failing(network.ask(anything, get))).toMatchObject({ code: 'internal', reason: 'AnswerTooLarge' })
  })

  it('names the place in an answer that cannot be read', async () => {
    const cloud = withThings(() => Response.json({ thing: { id: 7 } }))
    const network = await openNetwork(cloud)
    const error = await failing(network.ask(z.looseObject({ thing: z.looseObject({ id: z.string() }) }), get))
    expect(error.message).toMatch(/^network: the answer to GET \/things cannot be read at thing\.id: /)
  })
})

describe('pages', () => {
  const paged = () =>
    withThings((request) => {
      const marker = Number(new URL(request.url).searchParams.get('marker') ?? 0)
      const things = [marker + 1, marker + 2].map((id) => ({ id }))
      const next = { rel: 'next', href: `http://inside.example/v2.0/things?limit=2&marker=${marker + 2}` }
      return Response.json({ things, ...(marker < 4 ? { things_links: [next] } : {}) })
    })
  const request = { path: '/things', key: 'things', item: z.looseObject({ id: z.number() }), ...call }

  it('follows links to the end, on its own host', async () => {
    const cloud = paged()
    const all = await collect(items(await openNetwork(cloud), request))
    expect(all.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('asks for nothing more once its reader stops', async () => {
    const cloud = paged()
    for await (const { id } of items(await openNetwork(cloud), request)) if (id === 3) break
    expect(cloud.requests.filter((line) => line.includes('/things'))).toHaveLength(2)
  })

  it('fails when a page is its own next page', async () => {
    const cloud = withThings(() =>
      Response.json({ things: [{ id: 1 }], things_links: [{ rel: 'next', href: '/v2.0/things?marker=1' }] }),
    )
    const network = await openNetwork(cloud)
    expect((await failing(collect(items(network, request)))).message).toContain('is the same page again')
  })
})

describe('services', () => {
  it('are undefined when the catalog lacks them, and refused by name when they are needed', async () => {
    const session = openSession(smallCloud().options)
    expect(await session.service('block-storage', call)).toBeUndefined()
    expect((await failing(session.need('block-storage', call))).message).toBe(
      'the catalog has no public endpoint of block-storage',
    )
  })

  it('in a region that does not exist are refused with the names of those that do', async () => {
    const service = () => ({ interface: 'public', region: 'regionone', concurrency: 1 })
    const cloud = withThings(() => Response.json({}))
    const error = await failing(openSession({ ...cloud.options, service }).need('network', call))
    expect(error.message).toBe('this cloud has no region regionone')
    expect(error.hint).toContain('RegionOne')
  })

  it('take no more requests at once than allowed', async () => {
    let [now, most] = [0, 0]
    const cloud = withThings(async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 2))
      now -= 1
      return Response.json({})
    })
    const network = await openNetwork(cloud, { service: () => ({ interface: 'public', concurrency: 3 }) })
    await Promise.all(Array.from({ length: 12 }, () => network.ask(anything, get)))
    expect(most).toBe(3)
  })

  it('speak the newest microversion that both sides know, in both headers', async () => {
    const cloud = smallCloud({ catalog: { compute: 'http://cloud.test/compute/v2.1/p1' } })
    const seen: (string | undefined)[] = []
    cloud.app.get('/compute/v2.1/', (context) =>
      context.json({ version: { id: 'v2.1', version: '2.60', min_version: '2.1', links: [] } }),
    )
    cloud.app.get('/compute/v2.1/p1/things', (context) => {
      seen.push(context.req.header('openstack-api-version'), context.req.header('x-openstack-nova-api-version'))
      return context.json({})
    })
    const compute = await openSession(cloud.options).need('compute', call)
    await compute.ask(anything, { ...get, microversions: { max: '2.96' } })
    await compute.ask(anything, { ...get, microversions: { max: '2.46' } })
    expect(seen).toEqual(['compute 2.60', '2.60', 'compute 2.46', '2.46'])
    expect(cloud.requests.filter((line) => line === 'GET /compute/v2.1/')).toHaveLength(1)
    expect((await failing(compute.requireMicroversion('2.67', 'a volume type for boot disks', call))).message).toBe(
      'a volume type for boot disks: compute on this cloud speaks microversions up to 2.60, and this needs 2.67',
    )
  })

  it('are found behind an endpoint that the configuration names', async () => {
    const cloud = smallCloud()
    cloud.app.get('/mine/p1/things', (context) => context.json({ here: true }))
    const service = () => ({
      interface: 'public',
      concurrency: 1,
      endpoint: 'http://cloud.test/mine/%(project_id)s',
    })
    const guests = await openSession({ ...cloud.options, service }).need('portolan-guests', call)
    expect(await guests.ask(anything, get)).toEqual({ here: true })
  })
})

describe('a closed session', () => {
  it('ends what is under way', async () => {
    const cloud = withThings(() => new Promise<Response>(() => {}))
    const session = openSession(cloud.options)
    const network = await session.need('network', call)
    const failed = failing(network.ask(anything, get))
    await session[Symbol.asyncDispose]()
    expect((await failed).code).toBe('canceled')
  })
})

describe('the seam', () => {
  it('takes an in-process app as it is', async () => {
    const { app, options } = withThings(() => Response.json({ ok: true }))
    const send = sendBy(new Hono().route('/', app).fetch)
    const network = await openSession({ ...options, send }).need('network', call)
    expect(await network.ask(anything, get)).toEqual({ ok: true })
  })
})
