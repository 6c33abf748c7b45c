import { resolve } from 'node:path'
import { z } from 'zod'
import { Disposal } from '../../../lib/disposal.ts'
import type { Plan } from '../../../workload/plan.ts'
import { planRemoval } from '../../../workload/plan-removal.ts'
import { command } from '../../command.ts'
import type { Context } from '../../context.ts'
import { type ExitCode, exitCode } from '../../exit-code.ts'
import { openCloud } from '../../open-cloud.ts'
import { openUserJournal } from '../../open-user-journal.ts'
import { placeWorkload, pointedAt } from '../../place-workload.ts'
import { printUnplaced } from '../../print-unplaced.ts'
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
  const { world } = context
  const secrets = await openSecrets(world)
  const workload = await readWorkloadFile(context, written.file, { inputs: written.input, secrets })
  const name = written.name ?? workload.document.name
  using journal = await openUserJournal(world)
  const output: Context = written.json ? { ...context, output: 'json' } : context
  await using open = new Disposal()
  const { cloud, region } = written
  if (written.destroy) {
    const opened = open.use(await openCloud(context, pointedAt({ journal, name, cloud, region })))
    return await finish(output, written, planRemoval({ cloud: opened.cloud, journal, name }))
  }
  const placed = await placeWorkload(context, { workload, journal, name, cloud, region }, open)
  if ('plan' in placed) return await finish(output, written, placed.plan)
  await printUnplaced(output, name, placed, 'stdout')
  return exitCode.failed
})

const finish = async (context: Context, written: z.output<typeof input>, plan: Plan): Promise<ExitCode> => {
  const { world } = context
  await printPlan(context, plan)
  if (plan.refusals.length > 0) return exitCode.failed
  if (written.out) {
    await world.files.write(resolve(world.cwd, written.out), `${JSON.stringify(plan, null, 2)}\n`, { secret: true })
    context.say(`Saved. Apply exactly this plan with: portolan up --plan ${written.out}`)
  }
  const { create, update, replace, delete: deleted } = plan.summary
  const changes = create + update + replace + deleted
  return written.detailedExitcode && changes > 0 ? exitCode.changesPending : exitCode.done
}
