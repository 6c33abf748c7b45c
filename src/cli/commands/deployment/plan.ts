import { resolve } from 'node:path'
import { z } from 'zod'
import { planDeployment } from '../../../workload/plan-deployment.ts'
import { planRemoval } from '../../../workload/plan-removal.ts'
import { command } from '../../command.ts'
import { exitCode } from '../../exit-code.ts'
import { openCloud } from '../../open-cloud.ts'
import { openUserJournal } from '../../open-user-journal.ts'
import { readWorkloadFile } from '../../read-workload-file.ts'
import { printPlan } from '../../render/print-plan.ts'
import { openSecrets } from '../../secrets.ts'
import { workloadInput } from '../../workload-input.ts'

const input = workloadInput.extend({
  out: z.string().optional(),
  json: z.boolean().default(false),
  destroy: z.boolean().default(false),
  detailedExitcode: z.boolean().default(false),
})

/** `portolan plan FILE` */
export const planCommand = command(input, async (context, written) => {
  const { world, drain: signal } = context
  const secrets = await openSecrets(world)
  const workload = await readWorkloadFile(context, written.file, { inputs: written.input, secrets })
  const name = written.name ?? workload.document.name
  using journal = await openUserJournal(world)
  await using opened = await openCloud(context, {
    name: written.cloud ?? journal.deployment(name)?.cloud.name,
    region: written.region,
  })
  const { cloud } = opened
  const plan = written.destroy
    ? planRemoval({ cloud, journal, name })
    : await planDeployment({ workload, cloud, journal, name, clock: world.clock, signal })
  await printPlan(written.json ? { ...context, output: 'json' } : context, plan)
  if (plan.refusals.length > 0) return exitCode.failed
  if (written.out) {
    await world.files.write(resolve(world.cwd, written.out), `${JSON.stringify(plan, null, 2)}\n`, { secret: true })
    context.say(`Saved. Apply exactly this plan with: portolan up --plan ${written.out}`)
  }
  const { create, update, replace, delete: deleted } = plan.summary
  const changes = create + update + replace + deleted
  return written.detailedExitcode && changes > 0 ? exitCode.changesPending : exitCode.done
})
