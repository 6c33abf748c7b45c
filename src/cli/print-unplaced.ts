import type { Context } from './context.ts'
import type { UnplacedWorkload } from './place-workload.ts'
import { offersText } from './render/offers-text.ts'
import { printDocument } from './render/print-list.ts'

/** Says that no cloud can have the workload, with every offer that was considered: to stdout for a command that prints data, else to stderr. */
export const printUnplaced = async (
  context: Context,
  deployment: string,
  { offers, refusals }: UnplacedWorkload,
  stream: 'stdout' | 'stderr',
): Promise<void> => {
  const { world, output } = context
  const colors = stream === 'stdout' ? context.colors : context.messageColors
  if (output === 'json' || output === 'yaml')
    await printDocument(context, { schema: 'portolan.offers/1', deployment, offers, refusals })
  else if (output !== 'name') world[stream].write(await offersText(offers, colors))
  context.say(`${context.messageColors.red('error')}: no cloud that its placement admits can run ${deployment}`)
  for (const { subject, reason, hint } of refusals) {
    context.say(`  ${subject}: ${reason}`)
    if (hint) context.say(`  ${context.messageColors.cyan('next')}: ${hint}`)
  }
}
