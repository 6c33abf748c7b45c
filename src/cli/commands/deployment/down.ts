import { z } from 'zod'
import { planRemoval } from '../../../workload/plan-removal.ts'
import { command } from '../../command.ts'
import { openCloud } from '../../open-cloud.ts'
import { openUserJournal } from '../../open-user-journal.ts'
import { runPlan } from '../../run-plan.ts'
import { openSecrets } from '../../secrets.ts'
import { theDeployment } from '../../the-deployment.ts'

const input = z.object({
  deployment: z.string().optional(),
  dryRun: z.boolean().default(false),
  parallelism: z.coerce.number().int().min(1).optional(),
})

/** `portolan down DEPLOYMENT` */
export const downCommand = command(input, async (context, { deployment, dryRun, parallelism }) => {
  const { world } = context
  using journal = await openUserJournal(world)
  const { name, cloud: where } = theDeployment(journal, deployment)
  await using opened = await openCloud(context, { name: where.name, region: where.region })
  const { cloud } = opened
  const plan = planRemoval({ cloud, journal, name })
  const secrets = await openSecrets(world)
  const question = `Destroy ${name} on ${cloud.name}, with all its data?`
  return await runPlan(context, { plan, cloud, journal, secrets, dryRun, parallelism, question })
})
