import { CloudError } from '../model/cloud-error.ts'
import { pause } from './pause.ts'
import { steadily } from './steadily.ts'
import { errorOf, type Member, type Surroundings } from './surroundings.ts'

/**
 * Does the work as often as the member's nature allows. A `not_found` is believed only when the arguments name nothing that was created within
 * the cloud's consistency window: until then the work is done again.
 */
export const steadyCall = async (
  work: () => unknown,
  args: readonly unknown[],
  member: Member,
  signal: AbortSignal,
  around: Surroundings,
): Promise<unknown> => {
  const { clock, random, driver, ownCreates } = around
  const repeatable = member.nature !== 'unrepeatable' && member.nature !== 'once'
  const attempts = member.nature === 'once' ? { attempts: 1 } : {}
  for (;;) {
    const mayBeUnseen = member.nature !== 'once' && ownCreates.isNamedIn(args)
    try {
      return await steadily(driver, async () => work(), { clock, random, signal, repeatable, ...attempts })
    } catch (thrown) {
      const error = errorOf(around, member, args, thrown)
      if (error.code !== 'not_found' || !mayBeUnseen) throw error
      await pause(clock, driver.traits.pollIntervalMs, signal)
    }
  }
}

/**
 * Resolves once the cloud shows the resource, or once its consistency window is over. A delete of what the cloud does not show yet would find
 * nothing to delete, and the resource would appear after it.
 */
export const untilShown = async (
  get: () => unknown,
  id: string,
  member: Member,
  signal: AbortSignal,
  around: Surroundings,
): Promise<void> => {
  try {
    await steadyCall(get, [id], { ...member, nature: 'repeatable' }, signal, around)
  } catch (error) {
    if (!(error instanceof CloudError && error.code === 'not_found')) throw error
  }
}
