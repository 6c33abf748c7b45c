import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Cloud } from '../cloud/cloud.ts'
import type { CloudDriver } from '../cloud/driver.ts'
import type { FaultPlan } from '../drivers/simulated/fault-plan.ts'
import { openSimulatedDriver } from '../drivers/simulated/open-simulated-driver.ts'
import type { SimulatedOptions } from '../drivers/simulated/simulated-options.ts'
import { withFaults } from '../drivers/simulated/with-faults.ts'
import { openJournal } from '../journal/open-journal.ts'
import { collect } from '../lib/async-iterable.ts'
import { systemClock } from '../lib/clock.ts'
import { seededRandom } from '../lib/random.ts'
import { type ApplyPlan, applyPlan } from './apply-plan.ts'
import { workload } from './builder.ts'
import { ownedResources } from './owned-resources.ts'
import type { Plan } from './plan.ts'
import { planDeployment } from './plan-deployment.ts'
import { planRemoval } from './plan-removal.ts'
import { probeDeployment } from './probe-deployment.ts'
import { networkReach } from './reach.ts'
import { readWorkload } from './read-workload.ts'
import type { RunEvent } from './run-event.ts'
import { secretSource } from './secret-source.ts'
import { statusOf } from './status-of.ts'
import type { Workload } from './workload.ts'

const clock = systemClock
const { signal } = new AbortController()
const secrets = secretSource({ env: {}, readFile: () => undefined, key: new Uint8Array(32).fill(7) })

const example = (name: string): Workload => {
  const file = new URL(`../../examples/${name}.yaml`, import.meta.url)
  const { workload, diagnostics } = readWorkload({ file: name, text: readFileSync(file, 'utf8'), secrets })
  if (!workload) throw new Error(JSON.stringify(diagnostics, undefined, 1))
  return workload
}
const parse = (text: string): Workload => {
  const { workload, diagnostics } = readWorkload({ file: 'w', text, secrets })
  if (!workload) throw new Error(JSON.stringify(diagnostics, undefined, 1))
  return workload
}

const setUp = async (options: SimulatedOptions & { readonly ports?: false } = {}, faults: FaultPlan = []) => {
  const world = { clock, random: seededRandom(1) }
  const { ports: showsPorts, ...simulated } = options
  const { ports, ...withoutPorts } = openSimulatedDriver({ pollIntervalMs: 5, ...simulated }, world)
  const driver: CloudDriver = showsPorts === false ? withoutPorts : { ...withoutPorts, ports }
  const cloud = new Cloud(withFaults(driver, faults), { name: 'here', ...world })
  const journal = await openJournal({ path: ':memory:', clock })
  const events: RunEvent[] = []
  const plan = (workload: Workload, name?: string) =>
    planDeployment({ workload, cloud, journal, clock, signal, ...(name === undefined ? {} : { name }) })
  const apply = (applied: Plan, more: Partial<ApplyPlan> = {}) =>
    applyPlan({
      plan: applied,
      cloud,
      journal,
      ...world,
      secrets,
      signal,
      inDoubtMs: 0,
      onEvent: (event) => events.push(event),
      ...more,
    })
  const up = async (workload: Workload) => apply(await plan(workload))
  const down = (name: string) => apply(planRemoval({ cloud, journal, name }))
  const probe = (workload: Workload, timeoutMs = 5000) =>
    probeDeployment({ workload, cloud, journal, clock, signal, reach: networkReach(fetch), timeoutMs })
  const owned = (name: string) => ownedResources(cloud, name, { signal })
  const status = (name: string) => statusOf({ cloud, journal, name, clock, signal })
  return { driver, cloud, journal, events, plan, apply, up, down, probe, owned, status }
}

const profiles: Readonly<Record<string, SimulatedOptions & { readonly ports?: false }>> = {
  'tenant networks and no ports to be seen': { ports: false },
  'tenant networks and floating IPs': {},
  'one provider network and no floating IPs': { tenantNetworks: false },
  'tenant networks, no floating IPs, a provider network': {
    floatingIps: false,
    providerNetworks: [{ name: 'public', cidr: '198.18.64.0/24' }],
  },
  'zones that must be named, volumes that stay in them': {
    zones: ['north', 'south'],
    zoneRequired: true,
    volumesStayInZone: true,
  },
  'a cloud that shows what it made late': { consistencyMs: 30 },
}

describe.each(Object.entries(profiles))('on a cloud with %s', (_name, options) => {
  it.each(['lamp', 'swarm'])(
    '%s comes up, answers, does not change when applied again, and goes without a trace',
    async (name) => {
      const { plan, up, down, probe, owned, status, events } = await setUp(options)
      const workload = example(name)
      const outcome = await up(workload)
      expect(outcome.failures).toEqual([])
      expect(outcome).toMatchObject({ result: 'done', blocked: [] })
      expect(events.at(-1)).toMatchObject({ type: 'run.finished', result: 'done' })

      const reports = await probe(workload)
      expect(reports.filter(({ result }) => result !== 'passed')).toEqual([])
      expect(reports.length).toBe(name === 'lamp' ? 4 : 3)
      expect(reports.every(({ simulated }) => simulated)).toBe(true)
      expect(await status(name)).toMatchObject({ state: 'complete', drift: [] })

      const again = await plan(workload)
      expect(again.changes.filter(({ action }) => action !== 'unchanged')).toEqual([])
      expect(again).toMatchObject({ drift: [], refusals: [] })

      expect(await down(name)).toMatchObject({ result: 'done', failures: [] })
      expect(await owned(name)).toEqual([])
      await expect(status(name)).rejects.toMatchObject({ code: 'not_found' })
    },
  )
})

describe('drift', () => {
  it('is told apart and set right: a server deleted, one stopped, a rule removed, a floating IP taken away, a volume detached', async () => {
    const { cloud, plan, up, probe, apply } = await setUp()
    const workload = example('lamp')
    await up(workload)
    const call = { signal }
    const web = await cloud.find('server', 'lamp--web-2', call)
    await cloud.servers.delete(web.id, call)
    await cloud.gone('server', web.id, call)
    const stopped = await cloud.find('server', 'lamp--web-1', call)
    await cloud.servers.stop(stopped.id, call)
    await cloud.until('server', stopped.id, ({ status }) => status === 'stopped', call)
    const group = await cloud.find('security-group', 'lamp--database', call)
    const rule = group.rules.find(({ portMin }) => portMin === 3306)
    if (rule) await cloud.securityGroups.removeRule(rule.id, call)
    const [floatingIp] = await collect(cloud.floatingIps?.list(call) ?? (async function* () {})())
    if (floatingIp) await cloud.floatingIps?.associate(floatingIp.id, undefined, call)
    const [attachment] = await collect(cloud.attachments?.list(call) ?? (async function* () {})())
    if (attachment) await cloud.attachments?.delete(attachment.id, call)
    await cloud.securityGroups.addRule(
      { groupId: group.id, direction: 'ingress', family: 'ipv4', protocol: 'tcp', portMin: 22, portMax: 22 },
      { signal, token: 'by-hand' },
    )

    const repair = await plan(workload)
    expect(repair.drift.map(({ key, what }) => `${what} ${key}`).sort()).toEqual([
      'added security-group/database',
      'changed server/web-1',
      'gone attachment/database-1-data',
      'gone floating-ip-association/balancer-1',
      'gone security-group-rule/database/3306-tcp-from-web',
      'gone server/web-2',
    ])
    expect(repair.summary).toMatchObject({ create: 4, update: 1, replace: 0, delete: 0 })
    expect(await apply(repair)).toMatchObject({ result: 'done' })
    expect((await probe(workload)).filter(({ result }) => result !== 'passed')).toEqual([])
    expect((await plan(workload)).summary).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 })
  })
})

describe('changes', () => {
  const text = (count: number, memory: string, content: string, more = '') => `
name: shop
components:
  web:
    count: ${count}
    resources: {memory: ${memory}}
    expose: [80]
    files: {/etc/motd: ${content}}
    volumes: {data: {size: 1 GiB, mount: /srv}}
${more}`

  it('scales out and in, touching nothing else', async () => {
    const { plan, up, owned } = await setUp()
    await up(parse(text(2, '512 MiB', 'a')))
    const out = await plan(parse(text(3, '512 MiB', 'a')))
    expect(out.summary).toMatchObject({ update: 0, replace: 0, delete: 0 })
    await up(parse(text(3, '512 MiB', 'a')))
    const into = await plan(parse(text(1, '512 MiB', 'a')))
    expect(into.summary).toMatchObject({ create: 0, update: 0, replace: 0 })
    expect(await up(parse(text(1, '512 MiB', 'a')))).toMatchObject({ result: 'done' })
    expect((await owned('shop')).filter(({ kind }) => kind === 'server').map(({ name }) => name)).toEqual([
      'shop--web-1',
    ])
  })

  it('resizes a server in place and replaces it when its files change, keeping volume and address', async () => {
    const { plan, up, cloud } = await setUp()
    await up(parse(text(1, '512 MiB', 'a')))
    const larger = await plan(parse(text(1, '2 GiB', 'a')))
    expect(larger.changes.filter(({ action }) => action !== 'unchanged')).toMatchObject([
      { action: 'update', key: 'server/web-1', updates: ['flavor'] },
    ])
    expect(await up(parse(text(1, '2 GiB', 'a')))).toMatchObject({ result: 'done' })
    const before = await cloud.find('server', 'shop--web-1', { signal })
    const changed = await plan(parse(text(1, '2 GiB', 'b')))
    expect(changed.changes.filter(({ action }) => action !== 'unchanged')).toMatchObject([
      { action: 'replace', key: 'server/web-1', forcedBy: ['guest'] },
      { action: 'replace', key: 'attachment/web-1-data', forcedBy: ['server/web-1 is made anew'] },
    ])
    expect(await up(parse(text(1, '2 GiB', 'b')))).toMatchObject({ result: 'done' })
    const after = await cloud.find('server', 'shop--web-1', { signal })
    expect(after.id).not.toBe(before.id)
    expect(after.interfaces[0]?.address).toBe(before.interfaces[0]?.address)
  })

  it('never loses the data of a volume', async () => {
    const { plan, up } = await setUp()
    await up(parse(text(1, '512 MiB', 'a')))
    const smaller = await plan(parse(text(1, '512 MiB', 'a').replace('size: 1 GiB', 'size: 3 GiB')))
    expect(smaller.refusals).toMatchObject([
      { subject: 'volume/web-1-data', reason: expect.stringContaining('losing its data') },
    ])
  })

  it('keeps its image and flavor when the cloud gets newer and cheaper ones', async () => {
    const { plan, up, cloud } = await setUp()
    await up(parse(text(1, '2 GiB', 'a')))
    const content = cloud.images.content
    const image = await content?.create(
      { name: 'debian-12-newer', format: 'raw', operatingSystem: { distro: 'debian', version: '12' } },
      { signal, token: 'newer' },
    )
    if (image) await content?.upload(image.id, new Blob(['disk']).stream(), { signal })
    expect((await plan(parse(text(1, '1 GiB', 'a')))).changes.every(({ action }) => action === 'unchanged')).toBe(true)
  })
})

describe('applying', () => {
  it('plans the same for a document that was built in TypeScript', async () => {
    const { plan } = await setUp()
    const built = workload('pair')
      .input('title', { default: 'hello' })
      .component('db', { provides: { sql: 3306 }, volumes: { data: { size: '1 GiB', mount: '/srv' } } })
      .component('web', { count: 2, requires: { store: 'db.sql' }, expose: [80], files: { '/t': `\${inputs.title}` } })
    const written = `
name: pair
inputs: {title: {default: hello}}
components:
  db: {provides: {sql: 3306}, volumes: {data: {size: 1 GiB, mount: /srv}}}
  web: {count: 2, requires: {store: db.sql}, expose: [80], files: {/t: "\${inputs.title}"}}
`
    expect(await plan(parse(JSON.stringify(built.toDocument())))).toEqual(await plan(parse(written)))
  })

  it('applies a stored plan exactly once: afterwards it is stale', async () => {
    const { plan, apply } = await setUp()
    const stored = JSON.parse(JSON.stringify(await plan(example('swarm')))) as Plan
    expect(await apply(stored)).toMatchObject({ result: 'done' })
    await expect(apply(stored)).rejects.toMatchObject({ code: 'conflict', message: /stale/ })
  })

  it('has no secret in plan, journal, events or status', async () => {
    const { plan, up, journal, events, status, driver } = await setUp()
    const workload = example('lamp')
    const secret = secrets.resolve('lamp', 'database_password', workload.document.secrets.database_password ?? {})
    if (!secret) throw new Error('no secret')
    const planned = await plan(workload)
    await up(workload)
    const kept = JSON.stringify([
      planned,
      journal.resources('lamp'),
      journal.runs('lamp'),
      events,
      await status('lamp'),
    ])
    expect(kept).toContain('database_password')
    expect(kept).not.toContain(secret)
    expect(driver.traits.simulated).toBe(true)
  })

  it('goes on with what does not depend on a failure, and says what to do about it', async () => {
    const { up, cloud } = await setUp({}, [
      { operation: 'volumes.create', call: 1, kind: 'error', code: 'quota_exceeded', message: 'no more volumes' },
    ])
    const workload = example('lamp')
    const outcome = await up(workload)
    expect(outcome.result).toBe('failed')
    expect(outcome.failures).toMatchObject([
      {
        key: 'volume/database-1-data',
        code: 'quota_exceeded',
        hint: expect.stringContaining('run the same command again'),
      },
    ])
    expect([...outcome.blocked].sort()).toEqual(['attachment/database-1-data', 'server/database-1'])
    expect(await cloud.find('server', 'lamp--web-1', { signal })).toMatchObject({ status: 'active' })
    expect(await up(workload)).toMatchObject({ result: 'done' })
  })

  it.each([
    'networks.create',
    'subnets.create',
    'routers.create',
    'routers.attachSubnet',
    'securityGroups.create',
    'securityGroups.addRule',
    'ports.create',
    'floatingIps.create',
    'floatingIps.associate',
    'volumes.create',
    'servers.create',
    'servers.get',
    'attachments.create',
    'servers.delete',
    'networks.delete',
  ])('leaks and doubles nothing when %s times out, is limited or loses its answer', async (operation) => {
    const { up, down, owned, probe } = await setUp({}, [
      { operation, call: 1, kind: 'lost_answer' },
      { operation, call: 2, kind: 'timeout' },
      { operation, call: 3, kind: 'rate_limit', retryAfterMs: 5 },
    ])
    const workload = example('lamp')
    expect(await up(workload)).toMatchObject({ result: 'done' })
    expect((await owned('lamp')).filter(({ kind }) => kind === 'server').length).toBe(4)
    expect((await probe(workload)).filter(({ result }) => result !== 'passed')).toEqual([])
    expect(await down('lamp')).toMatchObject({ result: 'done' })
    expect(await owned('lamp')).toEqual([])
  })

  it('refuses templates that need what the cloud tells too late, and makes the others wait for it', async () => {
    const { plan, up, probe } = await setUp({ tenantNetworks: false, ports: false })
    expect((await plan(example('swarm'))).refusals).toMatchObject([
      { subject: 'node', reason: expect.stringContaining('tells only once the server is there') },
    ])
    const chain = parse(`
name: chain
components:
  front: {requires: {back: back.http}, files: {/t: "\${requires.back.address}"}, expose: [80], probes: {page: {port: 80}}}
  back: {provides: {http: 8080}, probes: {port: {port: 8080}}}
`)
    expect(await up(chain)).toMatchObject({ result: 'done' })
    expect((await probe(chain)).map(({ result }) => result)).toEqual(['passed', 'passed'])
  })

  it('refuses before anything is made when a quota is too small', async () => {
    const { plan, apply, owned } = await setUp({ quotas: { servers: 3, floatingIps: 0 } })
    const refused = await plan(example('lamp'))
    expect(refused.refusals.map(({ reason }) => reason)).toEqual(
      [
        expect.stringContaining('4 more of the quota servers, and 3 of 3 are left'),
        expect.stringContaining('1 more of the quota floatingIps'),
      ].sort(),
    )
    await expect(apply(refused)).rejects.toMatchObject({ code: 'unsupported' })
    expect(await owned('lamp')).toEqual([])
  })

  it('finishes what is in flight when asked to stop, and the next run does the rest', async () => {
    const { plan, apply, up, events, journal } = await setUp()
    const drain = new AbortController()
    const outcome = await apply(await plan(example('lamp')), {
      drain: drain.signal,
      concurrency: 2,
      onEvent: (event) => {
        events.push(event)
        if (event.type === 'node.done') drain.abort()
      },
    })
    expect(outcome.result).toBe('stopped')
    expect(journal.resources('lamp').every(({ state }) => state === 'ready')).toBe(true)
    expect(events.some(({ type }) => type === 'run.draining')).toBe(true)
    expect(await up(example('lamp'))).toMatchObject({ result: 'done' })
  })

  it('stops at once when asked twice, and the next run takes up what was in flight', async () => {
    const { plan, apply, up, down, owned } = await setUp()
    const stop = new AbortController()
    const outcome = await apply(await plan(example('lamp')), {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === 'node.waiting' && event.kind === 'server') stop.abort()
      },
    })
    expect(outcome.result).toBe('stopped')
    expect(await up(example('lamp'))).toMatchObject({ result: 'done' })
    expect((await owned('lamp')).filter(({ kind }) => kind === 'server').length).toBe(4)
    await down('lamp')
    expect(await owned('lamp')).toEqual([])
  })
})
