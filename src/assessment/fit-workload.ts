import { buildGraph, type Graph } from '../workload/build-graph.ts'
import { checkQuotas } from '../workload/check-quotas.ts'
import { compareNodes } from '../workload/compare-nodes.ts'
import type { CloudOffer } from '../workload/offer.ts'
import type { Refusal } from '../workload/plan.ts'
import type { Workload } from '../workload/workload.ts'

/** How a workload would be deployed on a cloud where nothing of it is yet: the graph that `plan` would show, and what its quotas lack. */
export interface FittedWorkload {
  readonly graph: Graph
  readonly quotaRefusals: readonly Refusal[]
}

export const fitWorkload = (workload: Workload, offer: CloudOffer): FittedWorkload => {
  const graph = buildGraph({ workload, offer, name: workload.document.name })
  const { changes } = compareNodes(graph.nodes, [], [])
  return { graph, quotaRefusals: checkQuotas(changes, offer) }
}
