import {
  answering,
  asked,
  asking,
  type Body,
  changing,
  changingEach,
  handling,
  lastSegment,
  remembering,
  together,
} from './breaking-handlers.ts'
import { type BrokenProfile, broken } from './broken-profile.ts'

const portShown = { method: 'GET', path: /\/ports(\/[^/]+)?$/ } as const
const ruleMade = { method: 'POST', path: /\/security-group-rules$/ } as const
const onePort = { one: 'port', many: 'ports' } as const

/** Networks that let through, lead and count in another way than promised. */
export const brokenNetworks: readonly BrokenProfile[] = [
  broken('security-groups-ignored', {
    instead: 'security groups are shown and let everything through',
    // No packet reaches a simulated guest, so that this is where one gets through.
    onTheWay: answering({ method: 'POST', path: /\/probe$/ }, (body) =>
      changing(body, 'result', (result) =>
        /^no security group of .* ingress rule/.test(String(result.reason))
          ? { reached: true, simulated: true }
          : result,
      ),
    ),
    caughtBy: {
      promise: 'a port that no rule opens does not answer',
      phase: 'promises',
      cause: /: \S+ answers on 22\/tcp/,
    },
  }),
  broken('rule-opens-more', {
    instead: 'a rule for one port opens all below it too',
    onTheWay: asking(ruleMade, (body) =>
      changing(body, 'security_group_rule', (rule) => ({ ...rule, port_range_min: 1 })),
    ),
    caughtBy: {
      promise: 'a security group has the rules asked for and no others',
      phase: 'promises',
      cause: /: security-group-rule\/\S+ lets in (tcp|udp) 1-(\d+) from \S+ instead of (tcp|udp) \2-\2 from /,
    },
  }),
  broken('group-opens-all', {
    instead: 'a new security group lets everything in',
    onTheWay: handling({ method: 'POST', path: /\/security-groups$/ }, async (request, next) => {
      const answer = await next(request.clone() as Request)
      if (!answer.ok) return answer
      const { security_group: group } = (await answer.clone().json()) as { security_group: Body }
      const path = new URL(request.url).pathname.replace(/security-groups$/, 'security-group-rules')
      const rule = { security_group_id: group.id, direction: 'ingress', ethertype: 'IPv4' }
      await next(asked(request, { path, body: { security_group_rule: rule } }))
      return answer
    }),
    caughtBy: {
      promise: 'a security group has the rules asked for and no others',
      phase: 'promises',
      cause: /: security-group\/\S+ lets in everything from everywhere, which nobody asked for/,
    },
  }),
  broken('deleted-listed', {
    instead: 'a security group that was deleted is still listed',
    onTheWay: remembering(
      () => ({ known: new Map<string, Body>(), ghosts: new Map<string, Body>() }),
      ({ known, ghosts }) =>
        together(
          answering({ method: 'GET', path: /\/security-groups$/ }, (body) =>
            changing(body, 'security_groups', (groups) => {
              for (const group of groups as unknown as Body[]) known.set(String(group.id), group)
              return [...(groups as unknown as Body[]), ...ghosts.values()]
            }),
          ),
          handling({ method: 'DELETE', path: /\/security-groups\/[^/]+$/ }, async (request, next) => {
            const group = known.get(lastSegment(request))
            if (group) ghosts.set(lastSegment(request), group)
            return next(request)
          }),
        ),
    ),
    caughtBy: {
      promise: 'what was deleted is not listed',
      phase: 'leak-check',
      cause: /^left behind: security-group \S+/,
    },
  }),
  broken('floating-ips-leak', {
    instead: 'a floating IP that was released is gone from sight and still counts',
    onTheWay: remembering(
      () => new Set<string>(),
      (leaked) =>
        together(
          answering({ method: 'GET', path: /\/floatingips$/ }, (body) =>
            changing(body, 'floatingips', (all) =>
              (all as unknown as Body[]).filter(({ id }) => !leaked.has(String(id))),
            ),
          ),
          handling({ method: 'GET', path: /\/floatingips\/[^/]+$/ }, async (request, next) =>
            leaked.has(lastSegment(request)) ? notFound() : next(request),
          ),
          handling({ method: 'DELETE', path: /\/floatingips\/[^/]+$/ }, async (request) => {
            leaked.add(lastSegment(request))
            return new Response(null, { status: 204 })
          }),
        ),
    ),
    caughtBy: {
      promise: 'what was given back no longer counts',
      phase: 'leak-check',
      cause: /: the cloud counts \d+ more floating IPs than before/,
    },
  }),
  broken('floating-ip-elsewhere', {
    instead: 'a floating IP is shown at another port than the one that was asked for',
    onTheWay: remembering(
      () => new Set<string>(),
      (ports) =>
        together(
          answering({ method: 'POST', path: /\/ports$/ }, (body) =>
            changing(body, 'port', (port) => {
              ports.add(String(port.id))
              return port
            }),
          ),
          answering({ method: 'GET', path: /\/floatingips(\/[^/]+)?$/ }, (body) =>
            changingEach(body, { one: 'floatingip', many: 'floatingips' }, (ip) =>
              ip.port_id ? { ...ip, port_id: [...ports].find((id) => id !== ip.port_id) ?? ip.port_id } : ip,
            ),
          ),
        ),
    ),
    caughtBy: {
      promise: 'a floating IP leads to the port asked for',
      phase: 'promises',
      cause: /: floating-ip\/\S+ leads to the port \S+ instead of \S+/,
    },
  }),
  broken('early-active', {
    instead: 'a server is active before its port is up',
    onTheWay: answering(portShown, (body) =>
      changingEach(body, onePort, (port) =>
        String(port.device_owner).startsWith('compute:') ? { ...port, status: 'DOWN' } : port,
      ),
    ),
    caughtBy: {
      promise: 'an active server has its ports up',
      phase: 'promises',
      cause: /: server\/\S+ is active and its port \S+ is down/,
    },
  }),
  broken('changing-mac', {
    instead: 'a port has another MAC address in a list than by itself',
    onTheWay: answering({ method: 'GET', path: /\/ports\/[^/]+$/ }, (body) =>
      changing(body, 'port', (port) => ({
        ...port,
        mac_address: String(port.mac_address).replace(/..$/, (last) => (last === '00' ? '01' : '00')),
      })),
    ),
    caughtBy: {
      promise: 'what is there is listed, as it is',
      phase: 'promises',
      cause: /: port\/\S+ has one macAddress when it is got and another one when it is listed/,
    },
  }),
  broken('no-way-out', {
    instead: 'a router is made without the gateway that was asked for',
    onTheWay: asking({ method: 'POST', path: /\/routers$/ }, (body) =>
      changing(body, 'router', ({ external_gateway_info: _lost, ...router }) => router),
    ),
    caughtBy: {
      promise: 'a router leads where it was asked to',
      phase: 'deploy',
      cause: /^create (router|floating-ip-association)\/\S+: .*(gateway|not reachable)/,
    },
  }),
]

const notFound = (): Response =>
  Response.json({ NeutronError: { type: 'FloatingIPNotFound', message: 'not found', detail: '' } }, { status: 404 })
