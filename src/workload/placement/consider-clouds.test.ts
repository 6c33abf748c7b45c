import { describe, expect, it } from 'vitest'
import { Cloud } from '../../cloud/cloud.ts'
import { openSimulatedDriver } from '../../drivers/simulated/open-simulated-driver.ts'
import type { FlavorOption, SimulatedOptions } from '../../drivers/simulated/simulated-options.ts'
import { systemClock } from '../../lib/clock.ts'
import { seededRandom } from '../../lib/random.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { readWorkload } from '../read-workload.ts'
import { candidatesFor, choosesClouds } from './candidates.ts'
import { considerClouds } from './consider-clouds.ts'

const workloadOf = (placement: string, components = '{web: {count: 2}}') => {
  const { workload, diagnostics } = readWorkload({
    file: 'w.yaml',
    text: `{name: w, ${placement}components: ${components}}`,
  })
  if (!workload) throw new Error(JSON.stringify(diagnostics))
  return workload
}

const flavor = (amount?: number, currency = 'EUR'): readonly FlavorOption[] => [
  {
    name: 'one',
    vcpus: 2,
    memoryMiB: 2048,
    diskGiB: 20,
    ...(amount === undefined ? {} : { pricePerHour: { amount, currency } }),
  },
]

/** Considers a workload on clouds that have these options, or fail with that error, or never answer. */
const consider = async (
  workload: ReturnType<typeof workloadOf>,
  clouds: Readonly<Record<string, SimulatedOptions | CloudError | 'silent'>>,
) => {
  const world = { clock: systemClock, random: seededRandom(1) }
  const { candidates, refusals } = candidatesFor(
    workload.document,
    Object.entries(clouds).map(([name, options]) => ({
      name,
      regions:
        options instanceof CloudError || options === 'silent' || !options.region ? [] : options.region.split(' '),
    })),
  )
  const considered = await considerClouds({
    workload,
    name: 'w',
    candidates,
    clock: systemClock,
    signal: new AbortController().signal,
    timeLimitMs: 200,
    open: async ({ cloud, region }, signal) => {
      const options = clouds[cloud]
      if (options instanceof CloudError) throw options
      if (options === 'silent' || !options)
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
      return new Cloud(openSimulatedDriver({ ...options, ...(region ? { region } : {}) }, world), {
        name: cloud,
        ...world,
      })
    },
  })
  const offers = considered.map(({ offer }) => offer)
  return {
    offers,
    refusals,
    order: offers.map(({ cloud, region, verdict }) => `${verdict} ${cloud} ${region}`.trim()),
    reasons: Object.fromEntries(offers.map(({ cloud, reasons }) => [cloud, reasons.join('; ')])),
  }
}

describe('which clouds are considered', () => {
  const chooses = (placement: string) => choosesClouds(workloadOf(placement).document)

  it('are those of a placement that speaks of clouds or regions, not of zones alone', () => {
    expect(chooses('')).toBe(false)
    expect(chooses('placement: {any_of: [{zone: eu-*}]}, ')).toBe(false)
    expect(chooses('placement: {any_of: [{zone: eu-*}, {region: north}]}, ')).toBe(true)
    expect(chooses('placement: {ordered: [{cloud: "*"}]}, ')).toBe(true)
  })

  it('are every region that its pattern fits, and AWS regions that are written out', () => {
    const { document } = workloadOf(
      'placement: {any_of: [{cloud: "lab*", region: n*}, {cloud: "aws:eu-west-1"}, {cloud: free, region: south}]}, ',
    )
    const configured = [
      { name: 'lab1', regions: ['north', 'nord', 'south'] },
      { name: 'free', regions: [] },
      { name: 'other', regions: [] },
    ]
    expect(candidatesFor(document, configured).candidates).toEqual([
      { cloud: 'lab1', region: 'north', reasons: [] },
      { cloud: 'lab1', region: 'nord', reasons: [] },
      { cloud: 'free', region: 'south', reasons: [] },
      { cloud: 'aws:eu-west-1', region: 'eu-west-1', reasons: [] },
    ])
  })

  it('are told with what was written when it fits none that is configured', async () => {
    const { order, reasons } = await consider(
      workloadOf('placement: {any_of: [{cloud: labb}, {cloud: "aws:*"}, {cloud: lab}]}, '),
      { lab: {} },
    )
    expect(order).toEqual(['chosen lab simulated-1', 'rejected labb', 'rejected aws:*'])
    expect(reasons).toMatchObject({
      labb: 'no cloud of that name is configured; lab is',
      'aws:*': 'regions of AWS are written one by one, as aws:REGION',
    })
  })
})

describe('the order of the offers', () => {
  const anywhere = workloadOf('placement: {any_of: [{cloud: "*"}]}, ')

  it('is the price of all servers, then the room in the quotas, then as written', async () => {
    const { offers, order } = await consider(anywhere, {
      plain: { flavors: flavor() },
      narrow: { flavors: flavor(0.1), quotas: { servers: 5, vcpus: 100 } },
      dear: { flavors: flavor(0.3) },
      wide: { flavors: flavor(0.1), quotas: { servers: 50, vcpus: 9 } },
      cheap: { flavors: flavor(0.05) },
    })
    expect(order.map((line) => line.split(' ')[1])).toEqual(['cheap', 'narrow', 'wide', 'dear', 'plain'])
    expect(offers[1]).toEqual({
      cloud: 'narrow',
      region: 'simulated-1',
      kind: 'simulated',
      simulated: true,
      components: [{ component: 'web', count: 2, flavor: 'one', zones: [] }],
      vcpus: 4,
      memoryMiB: 4096,
      pricePerHour: { amount: 0.2, currency: 'EUR' },
      quotaRoom: { times: 2, quota: 'servers' },
      verdict: 'possible',
      reasons: [],
    })
    expect(offers[2]?.quotaRoom).toEqual({ times: 2, quota: 'vcpus' })
  })

  it('keeps prices of two currencies apart', async () => {
    const { order } = await consider(anywhere, {
      a: { flavors: flavor(1, 'USD') },
      b: { flavors: flavor(2, 'EUR') },
      c: { flavors: flavor(0.5, 'USD') },
    })
    expect(order.map((line) => line.split(' ')[1])).toEqual(['b', 'c', 'a'])
  })

  it('is as written where it is ordered, whatever it costs, by the entry whose zone there is', async () => {
    const zoned = { flavors: flavor(0.1), zones: ['z2'], zoneRequired: true }
    const { order } = await consider(
      workloadOf('placement: {ordered: [{cloud: cheap, zone: z1}, {cloud: dear}, {cloud: cheap}]}, '),
      { cheap: zoned, dear: { flavors: flavor(9) } },
    )
    expect(order).toEqual(['chosen dear simulated-1', 'possible cheap simulated-1'])
  })

  it('puts what cannot be last, with everything that stands in its way', async () => {
    const { order, reasons } = await consider(
      workloadOf('placement: {ordered: [{cloud: "*"}]}, ', '{web: {resources: {cpus: 64}}, db: {image: {os: plan9}}}'),
      {
        small: {},
        silent: 'silent',
        closed: new CloudError('unauthenticated', 'closed: The request you have made requires authentication.'),
        small2: { quotas: { networks: 0 } },
      },
    )
    expect(order.every((line) => line.startsWith('rejected'))).toBe(true)
    expect(reasons.small).toMatch(/web: no flavor .*db: this cloud has no image of plan9/)
    expect(reasons.silent).toMatch(/^it did not answer within/)
    expect(reasons.closed).toBe('The request you have made requires authentication.')
  })

  it('tells a quota that the workload does not fit into', async () => {
    const { order, reasons } = await consider(anywhere, { full: { quotas: { servers: 1 } }, roomy: {} })
    expect(order).toEqual(['chosen roomy simulated-1', 'rejected full simulated-1'])
    expect(reasons.full).toMatch(/needs 2 more of the quota servers, and 1 of 1 are left/)
  })
})

describe('components with placements of their own', () => {
  const components = (web: string, db: string) =>
    `{web: {placement: {any_of: [{cloud: ${web}}]}}, db: {placement: {any_of: [{cloud: ${db}}]}}, any: {}}`

  it('go to a cloud that all of them admit', async () => {
    const { order, reasons, refusals } = await consider(workloadOf('', components('"*"', 'b')), { a: {}, b: {} })
    expect(order).toEqual(['chosen b simulated-1', 'rejected a'])
    expect(reasons.a).toBe('the placement of db does not admit it')
    expect(refusals).toEqual([])
  })

  it('are refused by name when there is none', async () => {
    const { order, refusals } = await consider(workloadOf('', components('a', 'b')), { a: {}, b: {} })
    expect(order).toEqual(['rejected a', 'rejected b'])
    expect(refusals).toEqual([
      expect.objectContaining({ subject: 'web and db', reason: expect.stringContaining('do not join') }),
    ])
  })
})
