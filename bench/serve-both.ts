import { Hono } from 'hono'
import { Cloud } from '#built/cloud/cloud'
import { openOpenStackDriver } from '#built/drivers/openstack/open-openstack-driver'
import { startEmbeddedCloud } from '#built/embedded/embedded-cloud'
import { classic } from '#built/embedded/profiles/classic'
import { listen } from '#built/fronts/listen'
import { collect } from '#built/lib/async-iterable'
import { systemClock } from '#built/lib/clock'
import { systemRandom } from '#built/lib/random'
import { logIn } from './log-in.ts'

/** What a client asks, and where: the embedded cloud's own answer, and a bare Hono route that gives the same bytes. */
export interface Contest {
  readonly name: string
  readonly embedded: Target
  readonly bare: Target
}

export interface Target {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Microseconds of this process's processor time so far. */
export type Spent = number

/** A child's life: serves both until it is killed. Its first message is the contests; to each message after that it answers with what it spent. */
const [clock, random, signal] = [systemClock, systemRandom, new AbortController().signal]
const around = { clock, random }
const embedded = await startEmbeddedCloud({ ...around, profile: classic, onUnexpected: console.error })
const driver = await openOpenStackDriver({ ...around, values: { ...embedded.entry } })
const cloud = new Cloud(driver, { ...around, name: embedded.name })

const [flavor] = await collect(cloud.flavors.list({ signal }))
const [image] = await collect(cloud.images.list({ signal }))
const network = await cloud.networks.create?.({ name: 'back' }, { signal, token: 'back' })
if (!flavor || !image || !network) throw new Error('the embedded cloud lacks what a server needs')
await cloud.subnets.create?.(
  { name: 'back', networkId: network.id, cidr: '198.18.40.0/24' },
  { signal, token: 'subnet' },
)
for (let index = 0; index < 20; index += 1) {
  const { id } = await cloud.servers.create(
    {
      name: `server-${index}`,
      flavorId: flavor.id,
      boot: { imageId: image.id },
      interfaces: [{ networkId: network.id }],
      metadata: {},
    },
    { signal, token: `server-${index}` },
  )
  await cloud.until('server', id, ({ status }) => status === 'active', { signal })
}

const { url, ...request } = logIn(embedded.entry)
const login = await fetch(url, request)
const token = login.headers.get('x-subject-token') ?? ''
await login.arrayBuffer()

const bareApp = new Hono()
const bare = await listen((request) => bareApp.fetch(request), { host: '127.0.0.1', port: 0 })

const contest = async (name: string, path: string, headers: Readonly<Record<string, string>>): Promise<Contest> => {
  const answer = await fetch(`${embedded.origin}${path}`, { headers })
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  const body = await answer.text()
  const sent = Object.fromEntries(
    [...answer.headers].filter(([header]) => !['connection', 'keep-alive', 'date', 'content-length'].includes(header)),
  )
  bareApp.get(path, (context) => context.body(body, 200, sent))
  return {
    name,
    embedded: { url: `${embedded.origin}${path}`, headers },
    bare: { url: `${bare.origin}${path}`, headers },
  }
}
const contests = [
  await contest('`GET /servers/detail` with 20 servers', '/compute/v2.1/servers/detail', { 'x-auth-token': token }),
  await contest('token validation', '/identity/v3/auth/tokens', { 'x-auth-token': token, 'x-subject-token': token }),
]
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
process.send?.(contests)
