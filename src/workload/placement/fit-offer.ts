import type { QuotaName, Quotas } from '../../model/quota.ts'
import { buildGraph } from '../build-graph.ts'
import { checkQuotas, quotaNeeds } from '../check-quotas.ts'
import { compareNodes } from '../compare-nodes.ts'
import type { CloudOffer } from '../offer.ts'
import type { Workload } from '../workload.ts'
import type { ConsideredOffer } from './considered-offer.ts'

/** What a workload would be on a cloud where nothing of it is yet: possible, or rejected with everything that stands in the way. Pure. */
export const fitOffer = (workload: Workload, offer: CloudOffer, name: string): ConsideredOffer => {
  const { nodes, refusals, choices } = buildGraph({ workload, offer, name })
  const { changes } = compareNodes(nodes, [], [])
  const reasons = [...refusals, ...checkQuotas(changes, offer)].map(({ subject, reason }) => `${subject}: ${reason}`)
  const components = choices.components.map(({ component, flavor, zones }) => ({
    component,
    count: workload.document.components[component]?.count ?? 0,
    flavor: offer.flavors.find(({ id }) => id === flavor.id),
    zones: [...new Set(zones)],
  }))
  const whole = components.length === Object.keys(workload.document.components).length
  const sum = (of: (flavor: CloudOffer['flavors'][number]) => number) =>
    components.reduce((total, { count, flavor }) => total + count * (flavor ? of(flavor) : 0), 0)
  const currencies = new Set(components.map(({ flavor }) => flavor?.pricePerHour?.currency))
  const [currency] = currencies
  const room = quotaRoom(quotaNeeds(changes, offer.flavors), offer.quotas)
  return {
    cloud: offer.name,
    region: offer.traits.region,
    kind: offer.traits.kind,
    simulated: offer.traits.simulated,
    components: components.map(({ flavor, ...rest }) => ({ ...rest, flavor: flavor?.name ?? '' })),
    ...(whole ? { vcpus: sum(({ vcpus }) => vcpus), memoryMiB: sum(({ memoryMiB }) => memoryMiB) } : {}),
    ...(whole && currency !== undefined && currencies.size === 1
      ? { pricePerHour: { amount: rounded(sum(({ pricePerHour }) => pricePerHour?.amount ?? 0)), currency } }
      : {}),
    ...(room ? { quotaRoom: room } : {}),
    verdict: reasons.length > 0 ? 'rejected' : 'possible',
    reasons,
  }
}

/** Without the last digits of binary fractions. */
const rounded = (amount: number): number => Number(amount.toPrecision(12))

const quotaRoom = (needs: ReadonlyMap<QuotaName, number>, quotas: Quotas): ConsideredOffer['quotaRoom'] =>
  [...needs]
    .flatMap(([quota, amount]) => {
      const { limit, used = 0 } = quotas[quota] ?? {}
      return limit === undefined ? [] : [{ quota, times: Math.max(0, Math.floor((limit - used) / amount)) }]
    })
    .sort((one, other) => one.times - other.times)[0]
