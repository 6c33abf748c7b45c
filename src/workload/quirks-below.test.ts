import { describe, expect, it } from 'vitest'
import type { Peculiarity } from '../../lab/embedded/driver-over-front.ts'
import { parseWorkload, workloadBench } from '../../lab/embedded/workload-bench.ts'
import { defaultFrontProfile } from '../embedded/default-front-profile.ts'
import { collect } from '../lib/async-iterable.ts'

/** The smallest workload with all that clouds differ in: exposed ports, a relation, a volume, a way out. */
const pair = parseWorkload(`
name: pair
components:
  web:
    count: 2
    expose: [80]
    requires: {store: database.sql}
    setup: {packages: [nginx], run: ['echo \${requires.store.address}']}
    probes: {page: {http: /}}
  database:
    provides: {sql: 3306}
    volumes: {data: {size: 1 GiB, mount: /srv/data}}
    probes: {sql: {port: 3306}}
`)

/** A whole life: up, every probe passed, nothing to change, down, nothing left. */
const livesOn = async (options: Peculiarity, workload = pair) => {
  await using bench = await workloadBench(options)
  const { name } = workload.document
  const outcome = await bench.up(workload)
  expect(outcome.failures).toEqual([])
  expect(await bench.failedProbes(workload)).toEqual([])
  const again = await bench.plan(workload)
  expect(again.changes.filter(({ action }) => action !== 'unchanged')).toEqual([])
  expect((await bench.down(name)).failures).toEqual([])
  expect(await bench.owned(name)).toEqual([])
  expect(bench.unexpected).toEqual([])
}

const aarch64: Peculiarity = {
  cloud: {
    flavors: [{ name: 'a1', vcpus: 2, memoryMiB: 4096, diskGiB: 40, architecture: 'aarch64' }],
    images: [{ name: 'debian', operatingSystem: { distro: 'debian', version: '12' }, architecture: 'aarch64' }],
  },
}

describe('a workload lives on a cloud', () => {
  it('whose guests listen long after their servers are active, since probes wait for them', () =>
    livesOn({ cloud: { latency: { guestBoot: 300 } } }))

  it('that shows late what was made', () => livesOn({ cloud: { consistencyMs: 500 } }))

  it('of aarch64 alone, since it names no architecture', () => livesOn(aarch64))

  it('without a metadata service, since every server has a config drive', () =>
    livesOn({ cloud: { metadataService: false } }))

  it('whose new security groups let nothing out, since the rules for that are written', () =>
    livesOn({ cloud: { egress: 'explicit' } }))
})

it('a cloud without security groups is used without them, and the plan says what that means', async () => {
  await livesOn({ cloud: { securityGroups: false } })
  await using bench = await workloadBench({ cloud: { securityGroups: false } })
  const { warnings, changes } = await bench.plan(pair)
  expect(warnings).toEqual([expect.stringContaining('no security groups')])
  expect(changes.filter(({ key }) => key.startsWith('security-group'))).toEqual([])
})

describe('several external networks', () => {
  const pool = (name: string, cidr: string, more = {}) => ({ name, cidr, ...more })
  const first = pool('public', '198.18.0.0/24')
  const second = pool('internet', '198.19.0.0/24')

  /** The names of the networks that the deployment's floating IPs and its router's gateway are on. */
  const used = async (options: Peculiarity) => {
    await using bench = await workloadBench(options)
    const workload = pair
    expect((await bench.up(workload)).failures).toEqual([])
    expect(await bench.failedProbes(workload)).toEqual([])
    const again = await bench.plan(workload)
    expect(again.changes.filter(({ action }) => action !== 'unchanged')).toEqual([])
    const names = new Map<string, string>()
    for await (const { id, name } of bench.cloud.networks.list(bench.call)) names.set(id, name)
    const pools = bench.cloud.floatingIps ? await collect(bench.cloud.floatingIps.list(bench.call)) : []
    const routers = bench.cloud.routers ? await collect(bench.cloud.routers.list(bench.call)) : []
    const ids = [
      ...pools.map(({ poolId }) => poolId),
      ...routers.map(({ externalNetworkId }) => externalNetworkId ?? ''),
    ]
    expect((await bench.down('pair')).failures).toEqual([])
    expect(await bench.owned('pair')).toEqual([])
    return new Set(ids.map((id) => names.get(id)))
  }

  it('are one for the addresses and the gateway', async () =>
    expect(await used({ cloud: { externalNetworks: [first, second] } })).toEqual(new Set(['public'])))

  it('have a default, and that is taken', async () => {
    const cloud = { externalNetworks: [first, { ...second, default: true }] }
    expect(await used({ cloud })).toEqual(new Set(['internet']))
  })

  it('may be full, and then the next is taken', async () => {
    const cloud = { externalNetworks: [{ ...first, default: true, addresses: 0 }, second] }
    expect(await used({ cloud })).toEqual(new Set(['internet']))
  })

  it('may lead to no internet, which their addresses tell', async () => {
    const cloud = {
      externalNetworks: [pool('internet', '172.20.0.0/24', { default: true }), pool('intern', '198.18.0.0/24')],
    }
    expect(await used({ cloud })).toEqual(new Set(['intern']))
  })

  it('are chosen among by the configuration where it says so', async () => {
    const cloud = { externalNetworks: [{ ...first, default: true }, second] }
    const settings = { networks: [{ name: 'internet', nat_source: true }] }
    expect(await used({ cloud, settings })).toEqual(new Set(['internet']))
  })
})

describe("the cloud's own networks", () => {
  const inside = { name: 'public', cidr: '10.9.0.0/24' }
  const outside = { name: 'private', cidr: '198.18.64.0/24' }

  it('are chosen by what reaches them, whatever they are called', () =>
    livesOn({ cloud: { tenantNetworks: false, providerNetworks: [inside, outside] } }))

  it('stand in where routers are forbidden', () =>
    livesOn({ cloud: { routers: false, providerNetworks: [inside, outside] } }))

  it('stand in where there are no floating IPs', () =>
    livesOn({ cloud: { floatingIps: false, providerNetworks: [inside, outside] } }))

  it('that nothing reaches are refused to what exposes ports, before anything is made', async () => {
    await using bench = await workloadBench({ cloud: { tenantNetworks: false, providerNetworks: [inside] } })
    const { refusals } = await bench.plan(pair)
    expect(refusals.map(({ subject }) => subject)).toEqual(['web'])
  })

  it('that nothing reaches do for what exposes nothing and wants the internet', async () => {
    await using bench = await workloadBench({ cloud: { routers: false, providerNetworks: [inside] } })
    const { refusals, choices } = await bench.plan(parseWorkload('name: quiet\ncomponents: {worker: {}}'))
    expect(refusals).toEqual([])
    expect(choices?.network).toMatchObject({ kind: 'provider', because: expect.stringContaining('no routers') })
  })
})

describe('volumes', () => {
  const sizes = async (options: Peculiarity, workload = pair) => {
    await using bench = await workloadBench(options)
    expect((await bench.up(workload)).failures).toEqual([])
    const again = await bench.plan(workload)
    expect(again.changes.filter(({ action }) => action !== 'unchanged')).toEqual([])
    const all = bench.cloud.volumes ? await collect(bench.cloud.volumes.list(bench.call)) : []
    expect((await bench.down(workload.document.name)).failures).toEqual([])
    expect(await bench.owned(workload.document.name)).toEqual([])
    return all.map(({ sizeGiB }) => sizeGiB).sort((one, other) => one - other)
  }

  it('take what the refusal says is the least, where the cloud tells no minimum', async () =>
    expect(await sizes({ cloud: { volumeTypes: [{ name: 'ssd', minGiB: 4 }] } })).toEqual([4]))

  it('are booted from by servers whose flavor has no disk, with the least that the refusal says', async () => {
    const cloud = {
      disklessNeedsVolume: true,
      flavors: [{ name: 'diskless', vcpus: 2, memoryMiB: 4096, diskGiB: 0 }],
      volumeTypes: [{ name: 'ssd', minGiB: 20 }],
    }
    expect(await sizes({ cloud })).toEqual([20, 20, 20, 20])
  })

  it('that servers booted from are gone when the servers are taken down, however late the cloud ends them', async () => {
    const cloud = {
      flavors: [{ name: 'diskless', vcpus: 2, memoryMiB: 4096, diskGiB: 0 }],
      latency: { serverDelete: 50, volumeDelete: 500 },
    }
    await using bench = await workloadBench({ cloud })
    expect((await bench.up(pair)).failures).toEqual([])
    expect((await bench.down('pair')).failures).toEqual([])
    expect(await collect(bench.cloud.volumes?.list(bench.call) ?? [])).toEqual([])
  })

  it('go where volumes go by default where their zones have names of their own', async () =>
    expect(await sizes({ cloud: { zones: ['az1', 'az2'], volumeZones: ['storage'] } })).toEqual([1]))

  it('have a zone of their own kind where one must be named', async () => {
    const cloud = { zones: ['az1', 'az2'], volumeZones: ['storage'], zoneRequired: true }
    expect(await sizes({ cloud })).toEqual([1])
  })

  it('stay with their server where zones hold both', async () => {
    const cloud = { zones: ['az1', 'az2'], zoneRequired: true, volumesStayInZone: true }
    expect(await sizes({ cloud })).toEqual([1])
  })
})

it('addresses are given back, so that a quota of exactly what is needed is enough for ever', async () => {
  await using bench = await workloadBench({
    cloud: { quotas: { floatingIps: 2 }, externalNetworks: [{ name: 'small', cidr: '198.18.0.0/24', addresses: 3 }] },
    front: {
      quotas: { ...defaultFrontProfile.quotas, network: { ...defaultFrontProfile.quotas.network, floatingip: 2 } },
    },
  })
  for (let time = 1; time <= 3; time += 1) {
    expect((await bench.up(pair)).failures).toEqual([])
    expect((await bench.down('pair')).failures).toEqual([])
    expect(await bench.owned('pair')).toEqual([])
  }
  await bench.up(pair)
  const { refusals } = await bench.plan(pair, 'another')
  expect(refusals).toMatchObject([{ reason: expect.stringContaining('the quota floatingIps') }])
})

describe('addresses that the project was given beforehand', () => {
  const given = (count: number): Peculiarity => ({
    cloud: { reservedFloatingIps: count, quotas: { floatingIps: count } },
    front: {
      quotas: { ...defaultFrontProfile.quotas, network: { ...defaultFrontProfile.quotas.network, floatingip: count } },
    },
  })

  it('are borrowed when no other can be had, and given back', async () => {
    await livesOn(given(2))
    await using bench = await workloadBench(given(2))
    const list = async () => (bench.cloud.floatingIps ? await collect(bench.cloud.floatingIps.list(bench.call)) : [])
    const before = await list()
    await bench.up(pair)
    expect((await list()).filter(({ portId }) => portId !== undefined)).toHaveLength(2)
    await bench.down('pair')
    expect(await list()).toEqual(before)
  })

  it('are never borrowed twice', async () => {
    await using bench = await workloadBench(given(4))
    const both = await Promise.all([bench.up(pair, 'one'), bench.up(pair, 'two')])
    expect(both.flatMap(({ failures }) => failures)).toEqual([])
    expect([...(await bench.failedProbes(pair, 'one')), ...(await bench.failedProbes(pair, 'two'))]).toEqual([])
    const { refusals } = await bench.plan(pair, 'three')
    expect(refusals).toMatchObject([{ reason: expect.stringContaining('the quota floatingIps') }])
    await Promise.all([bench.down('one'), bench.down('two')])
    expect(await bench.owned('one')).toEqual([])
  })
})

it.each<[string, Peculiarity]>([
  ['floating IPs', {}],
  ['public addresses alone', { cloud: { tenantNetworks: false } }],
])('templates know an address and a public address on every cloud: with %s', async (_what, options) => {
  await using bench = await workloadBench(options)
  const text = ['self.address', 'self.public_address', 'requires.store.address'].map((name) => `\${${name}}`).join(' ')
  const workload = parseWorkload(`
name: addresses
components:
  web: {expose: [80], requires: {store: database.sql}, files: {/etc/all: "${text}"}}
  database: {provides: {sql: 3306}}
`)
  const { changes, refusals } = await bench.plan(workload)
  expect(refusals).toEqual([])
  const web = changes
    .flatMap((change) => ('node' in change && change.node.kind === 'server' ? [change.node] : []))
    .find(({ key }) => key === 'server/web-1')
  const [file] = web?.spec.guest.files ?? []
  expect(file?.content.filter((part) => typeof part !== 'string')).toHaveLength(3)
  const outcome = await bench.up(workload)
  expect(bench.unexpected).toEqual([])
  expect(outcome.failures).toEqual([])
})

it('two deployments of one workload live side by side, each with a key and names of its own', async () => {
  const { document } = pair
  const workload = { ...pair, document: { ...document, ssh_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJlbmNo bench' } }
  await using bench = await workloadBench()
  const both = await Promise.all([bench.up(workload, 'one'), bench.up(workload, 'two')])
  expect(both.flatMap(({ failures }) => failures)).toEqual([])
  const [one, two] = await Promise.all([bench.owned('one'), bench.owned('two')])
  expect(one.filter(({ kind }) => kind === 'key-pair').map(({ name }) => name)).toEqual(['one--key'])
  expect(two.filter(({ kind }) => kind === 'key-pair').map(({ name }) => name)).toEqual(['two--key'])
  expect(new Set([...one, ...two].map(({ kind, id }) => `${kind} ${id}`)).size).toBe(one.length + two.length)
  await bench.down('one')
  expect(await bench.owned('one')).toEqual([])
  expect((await bench.owned('two')).length).toBe(two.length)
  expect(await bench.failedProbes(workload, 'two')).toEqual([])
})

it('a plan that a quota is too small for is refused, with what is missing, before anything is made', async () => {
  const { compute } = defaultFrontProfile.quotas
  await using bench = await workloadBench({
    front: { quotas: { ...defaultFrontProfile.quotas, compute: { ...compute, instances: 2 } } },
  })
  const { refusals } = await bench.plan(pair)
  expect(refusals).toMatchObject([{ reason: 'it needs 3 more of the quota servers, and 2 of 2 are left' }])
  expect(await bench.owned('pair')).toEqual([])
})

it('writes no egress rule where a new group lets everything out', async () => {
  await using bench = await workloadBench()
  await bench.up(pair)
  for await (const group of bench.cloud.securityGroups.list(bench.call))
    expect(group.rules.filter(({ direction, family }) => direction === 'egress' && family === 'ipv4')).toHaveLength(1)
  expect((await collect(bench.cloud.servers.list(bench.call))).length).toBeGreaterThan(0)
})
