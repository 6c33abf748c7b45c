import { resolve } from 'node:path'
import { z } from 'zod'
import type { Cloud } from '../../../cloud/cloud.ts'
import { Disposal } from '../../../lib/disposal.ts'
import type { Considered } from '../../../workload/placement/consider-clouds.ts'
import type { Plan } from '../../../workload/plan.ts'
import { command } from '../../command.ts'
import { CommandError, usageError } from '../../command-error.ts'
import { exitCode } from '../../exit-code.ts'
import { openCloud } from '../../open-cloud.ts'
import { openUserJournal } from '../../open-user-journal.ts'
import { type PlacedWorkload, placeWorkload } from '../../place-workload.ts'
import { printUnplaced } from '../../print-unplaced.ts'
import { readWorkloadFile } from '../../read-workload-file.ts'
import { runPlan } from '../../run-plan.ts'
import { openSecrets } from '../../secrets.ts'
import { workloadInput } from '../../workload-input.ts'
import type { World } from '../../world.ts'

const input = workloadInput.extend({
  file: z.string().optional(),
  plan: z.string().optional(),
  dryRun: z.boolean().default(false),
  parallelism: z.coerce.number().int().min(1).optional(),
})

/** `portolan up FILE` */
export const upCommand = command(input, async (context, written) => {
  const { world } = context
  const { dryRun, parallelism } = written
  const secrets = await openSecrets(world)
  using journal = await openUserJournal(world)
  if (written.plan !== undefined) {
    if (written.file !== undefined || written.input.length > 0 || written.name !== undefined)
      throw usageError('up --plan applies exactly that plan, so that it takes no file, name or input')
    const plan = await readPlan(world, written.plan)
    await using opened = await openCloud(context, { name: plan.cloud.name, region: plan.cloud.region })
    return await runPlan(context, {
      plan,
      cloud: opened.cloud,
      journal,
      secrets,
      dryRun,
      parallelism,
      question: 'Apply this?',
    })
  }
  const workload = await readWorkloadFile(context, written.file ?? 'workload.yaml', { inputs: written.input, secrets })
  const name = written.name ?? workload.document.name
  await using open = new Disposal()
  const placed = await placeWorkload(
    context,
    { workload, journal, name, cloud: written.cloud, region: written.region },
    open,
  )
  if (!('plan' in placed)) {
    await printUnplaced(context, name, placed, 'stderr')
    return exitCode.failed
  }
  const { plan, cloud, considered } = placed
  const further = considered && (async () => possibleClouds(await considered()))
  const code = await runPlan(context, {
    plan,
    cloud,
    journal,
    secrets,
    dryRun,
    parallelism,
    question: questionOf(placed),
    failover: { workload, ...(further ? { further } : {}) },
  })
  if (code === exitCode.done && !dryRun) context.say(`See it with: portolan status ${name}`)
  return code
})

const possibleClouds = (considered: readonly Considered[]): readonly Cloud[] =>
  considered.flatMap(({ cloud, offer }) => (cloud && offer.verdict !== 'rejected' ? [cloud] : []))

/** Says what one yes allows. */
const questionOf = ({ plan, cloud, considered }: PlacedWorkload): string => {
  if (!considered) return `Do this on ${cloud.name}?`
  const others = (plan.offers ?? []).flatMap(({ cloud: name, region, verdict }) =>
    verdict === 'possible' ? [`${name} (${region})`] : [],
  )
  if (plan.offers && others.length === 0)
    return `Do this on ${cloud.name}, and take it away again if there is no room or quota?`
  const next = others.length > 0 ? others.join(', then on ') : 'what else its placement admits'
  return `Do this on ${cloud.name}, and if there is no room or quota, take it away again and do it on ${next}?`
}

const planHead = z.looseObject({ schema: z.literal('portolan.plan/1') })

const readPlan = async (world: World, file: string): Promise<Plan> => {
  const text = await world.files.read(resolve(world.cwd, file))
  try {
    const document: unknown = JSON.parse(text)
    planHead.parse(document)
    return document as Plan
  } catch {
    throw new CommandError(`${file} is not a plan of this version`, { hint: 'make one with: portolan plan --out FILE' })
  }
}
