import {
  answering,
  asked,
  asking,
  type Body,
  changing,
  changingEach,
  handling,
  ignoring,
  remembering,
  together,
} from './breaking-handlers.ts'
import { type BrokenProfile, broken, soundCloud } from './broken-profile.ts'

const created = { method: 'POST', path: /\/servers$/ } as const
/** One server as well as `/servers/detail`. */
const shown = { method: 'GET', path: /\/servers\/[^/]+$/ } as const
const listed = { method: 'GET', path: /\/servers\/detail$/ } as const
const deleted = { method: 'DELETE', path: /\/servers\/[^/]+$/ } as const
const acted = { method: 'POST', path: /\/servers\/[^/]+\/action$/ } as const

const askingServer = (other: (server: Body) => Body) => asking(created, (body) => changing(body, 'server', other))

const showing = (other: (server: Body) => Body) =>
  answering(shown, (body) => changingEach(body, { one: 'server', many: 'servers' }, other))

/** Servers that are made, run and go in another way than promised. */
export const brokenServers: readonly BrokenProfile[] = [
  broken('delete-ignored', {
    instead: 'deleting a server is answered with success, and the server stays',
    onTheWay: ignoring(deleted, 204),
    caughtBy: {
      promise: 'what is deleted goes',
      phase: 'tear-down',
      cause: /^delete server\/\S+: server\/\S+ was not done within \d+ seconds$/,
    },
  }),
  broken('other-flavor', {
    instead: 'a server gets another flavor than the one that was asked for',
    onTheWay: remembering(
      () => ({ flavors: [] as string[] }),
      (memory) =>
        together(
          answering({ method: 'GET', path: /\/flavors\/detail$/ }, (body) => {
            memory.flavors = (body.flavors as Body[]).map(({ id }) => String(id))
            return body
          }),
          askingServer((server) => ({
            ...server,
            flavorRef: memory.flavors.findLast((id) => id !== server.flavorRef) ?? server.flavorRef,
          })),
        ),
    ),
    caughtBy: {
      promise: 'a server is as it was asked for',
      phase: 'promises',
      cause: /: server\/\S+ has the flavor \S+ instead of \S+/,
    },
  }),
  broken('cut-metadata', {
    instead: 'metadata are cut after eight letters',
    onTheWay: askingServer((server) =>
      changing(server, 'metadata', (metadata) =>
        Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, String(value).slice(0, 8)])),
      ),
    ),
    caughtBy: {
      promise: 'a server is as it was asked for',
      phase: 'promises',
      cause: /: server\/\S+ has the metadata portolan\.\w+=\S+ instead of \S+/,
    },
  }),
  broken('lost-addresses', {
    instead: 'the addresses of servers never show',
    onTheWay: together(
      showing((server) => ({ ...server, addresses: {} })),
      handling({ method: 'GET', path: /\/ports$/ }, async (request, next) => {
        const ofServers = new URL(request.url).searchParams.has('device_id')
        return ofServers ? Response.json({ ports: [] }) : next(request)
      }),
    ),
    caughtBy: {
      promise: 'a server is on the networks asked for',
      phase: 'promises',
      cause: /: server\/\S+ has 0 interfaces instead of 1/,
    },
  }),
  broken('foreign-property', {
    instead: 'a property of its own stands in every server',
    onTheWay: showing((server) => ({ ...server, 'acme:billing_code': 'A-17' })),
    caughtBy: {
      promise: 'an answer of Nova has only what its microversion has',
      phase: 'promises',
      cause: /: GET \S+ has acme:billing_code in a server, which Nova 2\.\d+ has not/,
    },
  }),
  broken('foreign-server', {
    instead: 'a server of another project is listed',
    onTheWay: answering(listed, (body) => {
      const [first] = body.servers as Body[]
      if (!first) return body
      const stranger = { ...first, id: strangersId, name: 'payroll', tenant_id: 'another-project', metadata: {} }
      return { ...body, servers: [stranger, ...(body.servers as Body[])] }
    }),
    caughtBy: {
      promise: 'a list shows only what can be got',
      phase: 'promises',
      cause: /: server payroll is listed and cannot be got/,
    },
  }),
  broken(
    'last-page-lost',
    {
      instead: 'a list of servers ends before its last page',
      onTheWay: answering(listed, ({ servers_links: _lost, ...body }) => body),
      caughtBy: {
        promise: 'what is there is listed, as it is',
        phase: 'promises',
        cause: /: server\/\S+ is not listed/,
      },
    },
    { pageLimit: 2 },
  ),
  broken(
    'endless-list',
    {
      instead: 'every page of a list of servers is the first one',
      onTheWay: handling(listed, async (request, next) => {
        const url = new URL(request.url)
        url.searchParams.delete('marker')
        return next(new Request(url, request))
      }),
      caughtBy: {
        promise: 'a list ends',
        phase: 'probe',
        cause: /the next page of \/servers\/detail is the same page again/,
      },
    },
    { pageLimit: 2 },
  ),
  broken('second-server', {
    instead: 'servers are not found by their name, so that a repeated create makes another one',
    onTheWay: handling(listed, async (request, next) =>
      new URL(request.url).searchParams.has('name') ? Response.json({ servers: [] }) : next(request),
    ),
    caughtBy: {
      rule: 'servers: the same token makes it once across a restart',
      reason: /Expected values to be strictly equal/,
    },
  }),
  broken('resize-ignored', {
    instead: 'a resized server keeps its old flavor',
    onTheWay: remembering(
      () => new Map<unknown, unknown>(),
      (flavors) =>
        showing((server) => {
          if (!flavors.has(server.id)) flavors.set(server.id, server.flavor)
          return { ...server, flavor: flavors.get(server.id) }
        }),
    ),
    caughtBy: { rule: 'servers: one can be resized', reason: /did not happen in time/ },
  }),
  broken('revert-ignored', {
    instead: 'a resize that is to be taken back is confirmed',
    onTheWay: asking(acted, (body) => ('revertResize' in body ? { confirmResize: null } : body)),
    caughtBy: {
      rule: 'servers: a resize that is not wanted after all is taken back',
      reason: /Expected values to be strictly equal/,
    },
  }),
  broken('stop-ignored', {
    instead: 'stopping a server is answered with success, and it runs on',
    onTheWay: handling(acted, async (request, next) => {
      const body = (await request.clone().json()) as Body
      return 'os-stop' in body ? new Response(null, { status: 202 }) : next(request)
    }),
    caughtBy: { rule: 'servers: one stops and starts', reason: /did not happen in time/ },
  }),
  broken('merged-metadata', {
    instead: 'replacing metadata keeps what was there',
    onTheWay: handling({ method: 'PUT', path: /\/servers\/[^/]+\/metadata$/ }, async (request, next) =>
      next(asked(request, { method: 'POST', body: (await request.json()) as Body })),
    ),
    caughtBy: { rule: 'servers: metadata is replaced as a whole', reason: /deep-equal/ },
  }),
  broken('user-data-ignored', {
    instead: 'user data are taken and given to no guest',
    onTheWay: askingServer(({ user_data: _lost, ...server }) => server),
    caughtBy: { rule: 'guests: user data reaches the guest', reason: /user data/ },
  }),
  broken('other-zone', {
    instead: 'servers are put into another zone than the one that was asked for',
    onTheWay: askingServer((server) =>
      changing(server, 'availability_zone', (zone) => soundCloud.zones?.find((other) => other !== String(zone))),
    ),
    caughtBy: { rule: 'servers: one is in the zone that was asked for', reason: /south/ },
  }),
  broken('boot-volume-stays', {
    instead: 'a volume that was to go with its server stays',
    onTheWay: askingServer((server) =>
      changing(server, 'block_device_mapping_v2', (devices) =>
        (devices as unknown as Body[]).map((device) => ({ ...device, delete_on_termination: false })),
      ),
    ),
    caughtBy: {
      rule: 'servers: a volume made for one to boot from goes with it when asked to',
      reason: /./,
    },
  }),
  broken('error-as-success', {
    instead: 'what does not exist is answered with 200 and an error inside',
    onTheWay: handling(shown, async (request, next) => {
      const answer = await next(request)
      return answer.status === 404 ? Response.json(await answer.json()) : answer
    }),
    caughtBy: { rule: 'servers: what does not exist is not found', reason: /instead of failing|instead of not_found/ },
  }),
]

const strangersId = '5f0a2c7e-3d41-4b6b-9a58-0c9be1a7d201'
