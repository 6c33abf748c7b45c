import type { Cloud } from '../cloud/cloud.ts'
import type { Journal } from '../journal/journal.ts'
import { CloudError } from '../model/cloud-error.ts'
import { deletionOf } from './compare-nodes.ts'
import type { Plan } from './plan.ts'
import { livesElsewhere, summaryOf } from './plan-deployment.ts'

export interface PlanRemoval {
  readonly cloud: Cloud
  readonly journal: Pick<Journal, 'deployment' | 'resources'>
  readonly name: string
}

/** The plan that takes away all that a deployment has or, after a killed run, may have. Fails with `not_found` when the journal does not know it. */
export const planRemoval = ({ cloud, journal, name }: PlanRemoval): Plan => {
  const deployment = journal.deployment(name)
  if (!deployment)
    throw new CloudError('not_found', `there is no deployment ${name}`, {
      hint: 'see them with: portolan status',
    })
  const changes = [...journal.resources(name)].reverse().map(deletionOf)
  return {
    schema: 'portolan.plan/1',
    intent: 'remove',
    deployment: name,
    workload: deployment.workload,
    cloud: {
      name: cloud.name,
      kind: cloud.traits.kind,
      region: cloud.traits.region,
      simulated: cloud.traits.simulated,
    },
    basis: { deployment: deployment.uid, revision: deployment.revision },
    changes,
    drift: [],
    summary: summaryOf(changes),
    refusals: livesElsewhere(name, deployment.cloud, cloud),
    warnings: [],
    secrets: {},
  }
}
