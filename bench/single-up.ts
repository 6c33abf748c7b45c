import { readFile } from 'node:fs/promises'
import { Cloud } from '#built/cloud/cloud'
import { openOpenStackDriver } from '#built/drivers/openstack/open-openstack-driver'
import { startEmbeddedCloud } from '#built/embedded/embedded-cloud'
import { classic } from '#built/embedded/profiles/classic'
import { realisticLatency } from '#built/embedded/realistic-latency'
import { openJournal } from '#built/journal/open-journal'
import { systemClock } from '#built/lib/clock'
import { Disposal } from '#built/lib/disposal'
import { systemRandom } from '#built/lib/random'
import { applyPlan } from '#built/workload/apply-plan'
import { planDeployment } from '#built/workload/plan-deployment'
import { readWorkload } from '#built/workload/read-workload'
import type { NodeKind, ResourceNode } from '#built/workload/resource-node'
import { secretSource } from '#built/workload/secret-source'
import type { Measurement } from './measurement.ts'

/** Without jitter, so that what the cloud needs for each resource is known. */
const latency = { ...realisticLatency, jitter: 0 }

/** Beyond the one call that it takes, what the latency model has the cloud need until a resource of that kind is ready. */
const settling: { readonly [Kind in NodeKind]?: number } = {
  network: latency.networkCreate ?? 0,
  volume: latency.volumeCreate ?? 0,
  attachment: latency.attach ?? 0,
  server: latency.serverBuild ?? 0,
}

/** One `up` of examples/lamp.yaml over HTTP, planning included, against the least that the cloud needs for the longest chain of its graph. */
export const singleUp = async (): Promise<readonly Measurement[]> => {
  const [clock, random, signal] = [systemClock, systemRandom, new AbortController().signal]
  await using open = new Disposal()
  const embedded = open.use(
    await startEmbeddedCloud({ profile: classic, latency, clock, random, onUnexpected: console.error }),
  )
  const driver = await openOpenStackDriver({ values: { ...embedded.entry }, clock, random })
  const cloud = open.use(new Cloud(driver, { name: embedded.name, clock, random }))
  const journal = open.use(await openJournal({ path: ':memory:', clock }))
  const file = 'examples/lamp.yaml'
  const text = await readFile(new URL(`../${file}`, import.meta.url), 'utf8')
  const { workload } = readWorkload({ file, text })
  if (!workload) throw new Error(`${file} has mistakes`)
  const secrets = secretSource({ env: {}, readFile: () => '', key: random.bytes(32) })

  const startedAt = performance.now()
  const plan = await planDeployment({ workload, cloud, journal, clock, signal })
  const plannedAt = performance.now()
  const { result, failures } = await applyPlan({ plan, cloud, journal, secrets, clock, random, signal })
  const endedAt = performance.now()
  if (result !== 'done') throw new Error(`up ended as ${result}: ${failures[0]?.message}`)

  const nodes = plan.changes.flatMap((change) => ('node' in change ? [change.node] : []))
  const chain = longestChain(nodes)
  const critical = chain.reduce((sum, { kind }) => sum + timeFor(kind), 0)
  return [
    {
      name: 'a single `up`, over the critical path of its graph',
      measured: (endedAt - startedAt) / critical,
      limit: 1.1,
      must: 'stay below',
      unit: '×',
      detail: `${seconds(endedAt - startedAt)} (${seconds(plannedAt - startedAt)} of it planning) over ${seconds(critical)}: ${chain.map(({ key }) => key).join(', ')}`,
    },
  ]
}

const timeFor = (kind: NodeKind): number => (latency.apiCall ?? 0) + (settling[kind] ?? 0)

const longestChain = (nodes: readonly ResourceNode[]): readonly ResourceNode[] => {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const chains = new Map<ResourceNode, { readonly chain: readonly ResourceNode[]; readonly time: number }>()
  const chainTo = (node: ResourceNode): { readonly chain: readonly ResourceNode[]; readonly time: number } => {
    const known = chains.get(node)
    if (known) return known
    const before = node.dependsOn.flatMap((key) => byKey.get(key) ?? []).map(chainTo)
    const longest = before.reduce((a, b) => (b.time > a.time ? b : a), {
      chain: [] as readonly ResourceNode[],
      time: 0,
    })
    const made = { chain: [...longest.chain, node], time: longest.time + timeFor(node.kind) }
    chains.set(node, made)
    return made
  }
  return nodes.map(chainTo).reduce((a, b) => (b.time > a.time ? b : a)).chain
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`
