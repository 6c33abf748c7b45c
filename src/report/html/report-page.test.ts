import { describe, expect, it } from 'vitest'
import {
  type ChallengeReport,
  challengeReport,
  challengeReportSchema,
  type Round,
} from '../../challenge/challenge-report.ts'
import type { Evidence } from '../../challenge/exchange-evidence.ts'
import type { Topology } from '../../challenge/round-topology.ts'
import { reportFiles } from '../report-files.ts'
import { reportPage } from './report-page.ts'
import { layOutTopology } from './topology-layout.ts'
import { topologySentences } from './topology-words.ts'

const hostile = `<script>alert("x")</script>'&`

const topology = (servers: number, name = 'shop--web'): Topology => ({
  nodes: [
    { key: 'cloud-network/1', kind: 'cloud-network', name: 'public', state: 'ready' },
    { key: 'network/a', kind: 'network', name: 'shop--a', state: 'ready' },
    { key: 'network/b', kind: 'network', name: 'shop--b', state: 'ready' },
    { key: 'router/a', kind: 'router', name: 'shop--a', state: 'ready' },
    { key: 'volume/spare', kind: 'volume', name: 'shop--spare', state: 'begun', sizeGiB: 1 },
    ...Array.from({ length: servers }, (_, index): Topology['nodes'][number][] => [
      { key: `server/${index}`, kind: 'server', name: `${name}-${index}`, state: 'ready', flavor: 's', image: 'i' },
      { key: `volume/${index}`, kind: 'volume', name: `${name}-${index}-data`, state: 'ready', sizeGiB: 2 },
      { key: `floating-ip/${index}`, kind: 'floating-ip', name, state: 'ready', addresses: ['198.18.0.1'] },
    ]).flat(),
  ],
  edges: [
    { from: 'router/a', to: 'cloud-network/1', kind: 'gateway' },
    ...Array.from({ length: servers }, (_, index): Topology['edges'][number][] => [
      { from: `server/${index}`, to: 'network/a', kind: 'plugged', address: '10.0.0.1' },
      { from: `server/${index}`, to: 'network/b', kind: 'plugged', address: '10.0.1.1' },
      { from: `volume/${index}`, to: `server/${index}`, kind: 'attached' },
      { from: `floating-ip/${index}`, to: `server/${index}`, kind: 'leads' },
    ]).flat(),
  ],
})

const round = (more: Partial<Round> = {}): Round => ({
  workload: 'shop',
  cloud: 'near',
  verdict: 'passed',
  simulated: true,
  phases: [{ phase: 'deploy', result: 'passed', elapsedMs: 1200, startedAt: '2026-01-01T00:00:00.000Z' }],
  leaked: 0,
  leaks: [],
  handSet: 0,
  handSetNames: [],
  elapsedMs: 1300,
  ...more,
})

const message = { headers: { 'x-h': hostile }, body: JSON.stringify({ hostile }), length: 10 }
const evidence: Evidence = {
  ...{ method: hostile, url: hostile, status: 500, requestId: hostile, service: hostile },
  ...{ shows: 'failed', startedAt: hostile, elapsedMs: 1, request: message, answer: message },
}
const everythingHostile = (): ChallengeReport => {
  const choice = { id: hostile, name: hostile, summary: hostile, because: hostile }
  const one = round({
    workload: hostile,
    cloud: hostile,
    verdict: 'failed',
    cause: hostile,
    phases: [{ phase: 'deploy', result: 'failed', elapsedMs: 1, detail: hostile, evidence: [evidence] }],
    leaks: [{ kind: hostile, id: hostile, name: hostile }],
    handSetNames: [hostile],
    evidence: [evidence],
    topology: {
      nodes: topology(1).nodes.map((node) => ({
        ...node,
        name: hostile,
        zone: hostile,
        flavor: hostile,
        rules: [hostile],
      })),
      edges: topology(1).edges.map((edge) => ({ ...edge, ...(edge.address ? { address: hostile } : {}) })),
    },
    choices: {
      components: [{ component: hostile, flavor: choice, image: choice, zones: [hostile] }],
      network: { kind: 'own', because: hostile },
    },
  })
  return challengeReport([one], 1, {
    ...{ portolan: hostile, node: hostile, platform: hostile, startedAt: hostile, endedAt: hostile },
    workloads: [{ name: hostile, description: hostile, hash: hostile }],
  })
}

describe('the page', () => {
  it('escapes whatever a cloud or a file calls itself, everywhere', () => {
    const page = reportPage(challengeReportSchema.parse(everythingHostile()))
    expect(page).not.toContain('<script')
    expect(page).not.toContain('alert("x")')
    expect(page).not.toContain(`</script>`)
    expect(page.match(/alert/g)?.length).toBeGreaterThan(30)
  })

  it('forbids itself scripts and requests', () => {
    const [policy = ''] = /content="default-src[^"]+"/.exec(reportPage(challengeReport([round()], 1))) ?? []
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/style-src 'sha256-[\w+/]+=*'/)
    expect(policy).not.toContain('unsafe')
  })

  it('links to every round by an anchor of its own, even where names look alike', () => {
    const rounds = [round({ cloud: 'a b' }), round({ cloud: 'a-b' }), round({ cloud: 'ü' }), round({ cloud: 'ö' })]
    const page = reportPage(challengeReport(rounds, 1))
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
    expect(ids).toEqual(expect.arrayContaining(['shop-on-a-b', 'shop-on-a-b-2', 'shop-on-x', 'shop-on-x-2']))
  })

  it('says plainly which clouds are simulated', () => {
    const of = (...simulated: boolean[]) =>
      reportPage(
        challengeReport(
          simulated.map((each, index) => round({ simulated: each, cloud: `c${index}` })),
          1,
        ),
      )
    expect(of(true, true)).toContain('All of these clouds are simulated')
    expect(of(true, false)).toContain('1 of 2 clouds are simulated')
    expect(of(false)).not.toContain('simulated')
  })

  it('is made of reports of earlier versions too, which tell less', () => {
    const { startedAt: _, ...phase } = round().phases[0] ?? { phase: 'deploy', result: 'passed', elapsedMs: 1 }
    const page = reportPage(challengeReport([round({ phases: [phase] })], 1))
    expect(page).toContain('1 of 1 round passed')
    expect(page).not.toContain('NaN')
  })

  it('has headings in order', () => {
    const levels = [...reportPage(everythingHostile()).matchAll(/<h([1-6])/g)].map(([, level]) => Number(level))
    expect(levels[0]).toBe(1)
    for (const [index, level] of levels.slice(1).entries()) expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1)
  })

  it('is written beside the same report as JSON', () => {
    const report = everythingHostile()
    const files = reportFiles(report)
    expect(Object.keys(files)).toEqual(['report.json', 'report.html'])
    expect(JSON.parse(files['report.json'] ?? '')).toEqual(report)
  })
})

describe('the picture of a topology', () => {
  it.each([0, 1, 4, 12])('has nothing upon anything else with %i servers', (servers) => {
    const { bands, routers, floatingIps, servers: cards, volumes, width, height } = layOutTopology(topology(servers))
    const boxes = [...bands, ...routers, ...floatingIps, ...cards, ...volumes]
    expect(boxes).toHaveLength(3 + 1 + servers * 3 + 1)
    for (const [index, a] of boxes.entries()) {
      expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height).toBe(true)
      for (const b of boxes.slice(index + 1)) {
        const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect([a.node.key, b.node.key, apart]).toEqual([a.node.key, b.node.key, true])
      }
    }
  })

  it('draws a line for each way into a network, with its address', () => {
    const { lines } = layOutTopology(topology(2))
    expect(lines.filter(({ kind }) => kind === 'plug').map(({ label }) => label)).toEqual([
      '10.0.0.1',
      '10.0.1.1',
      '10.0.0.1',
      '10.0.1.1',
    ])
  })

  it('is told in words too, with what is not ready', () => {
    const sentences = topologySentences(topology(1))
    expect(sentences).toContain(
      'Server web-0; flavor s; image i; is plugged into a as 10.0.0.1; is plugged into b as 10.0.1.1',
    )
    expect(sentences).toContain('Volume spare; 1 GiB; not ready (begun)')
  })
})
