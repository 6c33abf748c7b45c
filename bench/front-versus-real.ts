import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { Cloud } from '#built/cloud/cloud'
import { openOpenStackDriver } from '#built/drivers/openstack/open-openstack-driver'
import type { CloudsYamlEntry } from '#built/fronts/openstack/clouds-yaml-entry'
import { collect } from '#built/lib/async-iterable'
import { systemClock } from '#built/lib/clock'
import { Disposal } from '#built/lib/disposal'
import { systemRandom } from '#built/lib/random'
import type { Id } from '#built/model/id'
import { openCloudSession } from '#built/openstack/session/open-cloud-session'
import { labApis } from '../lab/openstack/lab-addresses.ts'
import { openLabProject } from '../lab/openstack/open-lab-project.ts'
import { answers } from '../lab/openstack/start-services.ts'
import { startChild } from './child.ts'
import { answersPerSecond, type LoadRequest } from './load.ts'
import { logIn } from './log-in.ts'
import { type Measurement, median, type NotRun } from './measurement.ts'

const [batch, rounds, roundMs] = [4, 5, 3000]
const limit = 100

/** A cloud with twenty servers in it, and what it can be asked. */
interface Side extends AsyncDisposable {
  /** By the name of the measurement. */
  readonly requests: Readonly<Record<string, LoadRequest>>
  /** Makes a batch of servers at once and resolves, once all of them are ACTIVE, to the milliseconds that took; then deletes them. */
  readonly makeServers: () => Promise<number>
}

/**
 * The front of an embedded cloud against OpenStack's own services in the lab, in one run: the same requests by the same client, turn by turn, to clouds
 * with as many servers in them. Behind the front is the simulated cloud; behind the lab's Nova its fake driver: on neither side is there a machine to be waited for.
 */
export const frontVersusReal = async (): Promise<ReadonlyArray<Measurement | NotRun>> => {
  const title = (name: string) => `${name}: the front over the real services in the lab`
  const calls = ['token', 'token validation', 'servers/detail', 'networks', 'images'] as const
  const creation = `server create to ACTIVE, ${batch} at once`
  if (!(await answers(labApis.keystone.url)))
    return [...calls, creation].map((name) => ({ name: title(name), notRun: 'no lab runs on this machine' }))

  await using open = new Disposal()
  const child = open.use(startChild('serve-front.ts'))
  const front = open.use(await prepare((await child.ask()) as CloudsYamlEntry))
  const project = open.use(await openLabProject({ nova: { instances: -1, cores: -1, ram: -1 } }))
  const real = open.use(await prepare(project.entry, 'fake'))

  const compare = async (name: string, rate: (side: Side) => Promise<number>): Promise<Measurement> => {
    for (const side of [front, real]) await rate(side)
    const pairs: Array<{ readonly front: number; readonly real: number }> = []
    for (let round = 0; round < rounds; round += 1) pairs.push({ front: await rate(front), real: await rate(real) })
    const [own, others] = [median(pairs.map((pair) => pair.front)), median(pairs.map((pair) => pair.real))]
    return {
      name: title(name),
      measured: median(pairs.map((pair) => pair.front / pair.real)),
      limit,
      must: 'reach',
      unit: '×',
      detail: `${own.toFixed(0)} over ${others.toFixed(1)} a second; median of ${rounds}`,
    }
  }
  const measurements: Measurement[] = []
  for (const name of calls)
    measurements.push(await compare(name, ({ requests }) => perSecond(requests[name] as LoadRequest)))
  measurements.push(await compare(creation, serversPerSecond))
  return measurements
}

const perSecond = (request: LoadRequest): Promise<number> => {
  const startedAt = performance.now()
  return answersPerSecond(request, () => performance.now() - startedAt < roundMs)
}

const serversPerSecond = async ({ makeServers }: Side): Promise<number> => {
  let [made, spentMs] = [0, 0]
  for (; spentMs < roundMs; made += batch) spentMs += await makeServers()
  return made / (spentMs / 1000)
}

/** The answer's body. Throws for another status than the one that is expected. */
const ask = async (pool: Pool, { method, url, headers, body, status }: LoadRequest): Promise<Buffer> => {
  const answer = await pool.request({ method, path: new URL(url).pathname, headers, body: body ?? null })
  const bytes = Buffer.from(await answer.body.arrayBuffer())
  if (answer.statusCode !== status) throw new Error(`${method} ${url} answered ${answer.statusCode}: ${bytes}`)
  return bytes
}

/** Makes twenty servers in the cloud, and finds out where its services are. */
const prepare = async (entry: CloudsYamlEntry, zone?: string): Promise<Side> => {
  const open = new Disposal()
  try {
    return await fill(entry, zone, open)
  } catch (error) {
    await open[Symbol.asyncDispose]()
    throw error
  }
}

const fill = async (entry: CloudsYamlEntry, zone: string | undefined, open: Disposal): Promise<Side> => {
  const around = { clock: systemClock, random: systemRandom }
  const call = { signal: new AbortController().signal }
  const cloud = open.use(
    new Cloud(await openOpenStackDriver({ ...around, values: { ...entry } }), { ...around, name: 'bench' }),
  )
  const [flavor] = (await collect(cloud.flavors.list(call))).sort((a, b) => a.memoryMiB - b.memoryMiB)
  const [image] = (await collect(cloud.images.list(call))).sort((a, b) => a.minDiskGiB - b.minDiskGiB)
  const zones = await collect(cloud.places.zones(call))
  if (zone !== undefined && !zones.some(({ name }) => name === zone))
    throw new Error(`the lab has no zone ${zone}: npm run lab:openstack -- up --fake-computes 1`)
  const network = await cloud.networks.create?.({ name: 'back' }, { ...call, token: 'back' })
  if (!flavor || !image || !network) throw new Error('the cloud lacks what a server needs')
  open.use({ [Symbol.asyncDispose]: async () => cloud.networks.delete?.(network.id, call) })
  const subnet = { name: 'back', networkId: network.id, cidr: '198.18.40.0/24' }
  await cloud.subnets.create?.(subnet, { ...call, token: 'subnet' })

  const { session } = open.use(await openCloudSession({ ...around, values: { ...entry } }))
  const { token } = await session.authorization(call)
  const headers = { 'x-auth-token': token, 'content-type': 'application/json' }
  const urlOf = async (service: 'identity' | 'compute' | 'network' | 'image') =>
    (await (await session.need(service, call)).endpoint(call)).url
  const get = (url: string, more: object = {}): LoadRequest => ({
    ...{ method: 'GET', url, status: 200 },
    headers: { ...headers, ...more },
  })

  const servers = `${await urlOf('compute')}/servers`
  const pool = open.use(disposing(new Pool(new URL(servers).origin, { connections: batch })))
  const server = {
    ...{ name: 'bench', flavorRef: flavor.id, imageRef: image.id, networks: [{ uuid: network.id }] },
    ...(zone === undefined ? {} : { availability_zone: zone }),
  }
  const creation: LoadRequest = { method: 'POST', url: servers, headers, body: JSON.stringify({ server }), status: 202 }
  /** Looks again after twice the time of the last look, from 10 ms on, and after a second at most. */
  const makeServer = async (): Promise<Id<'server'>> => {
    const { id } = JSON.parse(String(await ask(pool, creation))).server
    for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
      const { status } = JSON.parse(String(await ask(pool, get(`${servers}/${id}`)))).server
      if (status === 'ACTIVE') return id
      if (status === 'ERROR') throw new Error(`server ${id} is in ERROR`)
      await sleep(pauseMs)
    }
  }
  const deleteServers = async (ids: ReadonlyArray<Id<'server'>>) => {
    for (const id of ids) await cloud.servers.delete(id, call)
    for (const id of ids) await cloud.gone('server', id, call)
  }

  const kept: Array<Id<'server'>> = []
  open.use({ [Symbol.asyncDispose]: () => deleteServers(kept) })
  while (kept.length < 20) kept.push(await makeServer())
  return {
    requests: {
      token: { ...logIn(entry), status: 201 },
      'token validation': get(`${await urlOf('identity')}/auth/tokens`, { 'x-subject-token': token }),
      'servers/detail': get(`${servers}/detail`),
      networks: get(`${await urlOf('network')}/networks`),
      images: get(`${await urlOf('image')}/images`),
    },
    makeServers: async () => {
      const startedAt = performance.now()
      const ids = await Promise.all(Array.from({ length: batch }, makeServer))
      const spentMs = performance.now() - startedAt
      await deleteServers(ids)
      return spentMs
    },
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  }
}

const disposing = (pool: Pool) => Object.assign(pool, { [Symbol.asyncDispose]: () => pool.close() })
