import { Cloud } from '#built/cloud/cloud'
import { openSimulatedDriver } from '#built/drivers/simulated/open-simulated-driver'
import { systemClock } from '#built/lib/clock'
import { systemRandom } from '#built/lib/random'
import { workload } from '#built/workload/builder'
import { planDeployment } from '#built/workload/plan-deployment'
import { readWorkload } from '#built/workload/read-workload'

/** A child's whole life: plans one workload of ten thousand resources and tells how long that took and how much memory the process ever had. */
const [clock, random, signal] = [systemClock, systemRandom, new AbortController().signal]
const document = workload('many')
  .network('back')
  .component('store', {
    count: 2400,
    volumes: { data: { size: '10 GiB', mount: '/srv/data' } },
    provides: { sql: 3306 },
  })
  .component('front', { count: 200, requires: { store: 'store.sql' }, expose: [80] })
  .toDocument()
const { workload: read } = readWorkload({ file: 'many', text: JSON.stringify(document) })
if (!read) throw new Error('the workload of this benchmark has mistakes')
await using cloud = new Cloud(openSimulatedDriver({}, { clock, random }), { name: 'many', clock, random })
const journal = { deployment: () => undefined, resources: () => [] }

const startedAt = performance.now()
const plan = await planDeployment({ workload: read, cloud, journal, clock, signal })
const milliseconds = performance.now() - startedAt
if (plan.refusals.length > 0) throw new Error(JSON.stringify(plan.refusals[0]))
process.send?.({
  resources: plan.changes.length,
  milliseconds,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
})
