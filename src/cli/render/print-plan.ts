import type { Plan } from '../../workload/plan.ts'
import type { Context } from '../context.ts'
import { offersText } from './offers-text.ts'
import { planText } from './plan-text.ts'
import { printDocument } from './print-list.ts'

/** Prints a plan to stdout: as people read it, as its document, or the keys of what would change. */
export const printPlan = async (context: Context, plan: Plan): Promise<void> => {
  const { output, world, colors } = context
  if (output === 'json' || output === 'yaml') return printDocument(context, plan)
  if (output === 'name')
    return world.stdout.write(
      plan.changes
        .filter(({ action }) => action !== 'unchanged')
        .map(({ key }) => `${key}\n`)
        .join(''),
    )
  if (plan.offers) world.stdout.write(await offersText(plan.offers, colors))
  world.stdout.write(planText(plan, colors, { wide: output === 'wide' }))
}
