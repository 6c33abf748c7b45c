import type { Cloud } from '../cloud/cloud.ts'
import type { Journal } from '../journal/journal.ts'
import { durationText } from '../lib/duration-text.ts'
import { applyPlan } from '../workload/apply-plan.ts'
import {
  type Deployed,
  type DeployWithFailover,
  deployWithFailover,
} from '../workload/placement/deploy-with-failover.ts'
import type { Plan } from '../workload/plan.ts'
import type { Outcome } from '../workload/run-event.ts'
import type { SecretSource } from '../workload/secret-source.ts'
import { confirm } from './confirm.ts'
import type { Context } from './context.ts'
import { openEventWriter } from './event-writer.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { offersText } from './render/offers-text.ts'
import { planText } from './render/plan-text.ts'
import { printDocument } from './render/print-list.ts'
import { printPlan } from './render/print-plan.ts'
import { openRunBoard } from './render/run-board.ts'

export interface PlanRun {
  readonly plan: Plan
  readonly cloud: Cloud
  readonly journal: Journal
  readonly secrets: SecretSource
  readonly dryRun: boolean
  readonly parallelism?: number | undefined
  /** Asked before anything is done. */
  readonly question: string
  /** Other zones, and where it may be further clouds, are tried when there is no room; absent: exactly the plan is applied. */
  readonly failover?: Pick<DeployWithFailover, 'workload' | 'further'>
}

/** Shows a plan, asks, does it, and tells how it ended. A plan without changes is done already. */
export const runPlan = async (context: Context, run: PlanRun): Promise<ExitCode> => {
  const { plan, cloud, journal, secrets } = run
  const { world, messageColors: colors } = context
  if (run.dryRun) {
    await printPlan(context, plan)
    return plan.refusals.length > 0 ? exitCode.failed : exitCode.done
  }
  if (plan.offers) world.stderr.write(await offersText(plan.offers, colors))
  world.stderr.write(planText(plan, colors, { wide: false }))
  if (plan.refusals.length > 0) return exitCode.failed
  const { create, update, replace, delete: deleted } = plan.summary
  const changes = create + update + replace + deleted
  // A removal without resources still forgets the deployment.
  if (changes === 0 && plan.intent === 'deploy') return exitCode.done
  if (changes > 0 && !(await confirm(context, run.question))) {
    context.say('Nothing was done.')
    return exitCode.failed
  }
  const events = context.events ? openEventWriter(world, 'portolan.run/1') : undefined
  const board = await openRunBoard(context)
  let outcome: Outcome | Deployed
  try {
    outcome = await deploy(run, {
      plan,
      cloud,
      journal,
      secrets,
      clock: world.clock,
      random: world.random,
      drain: context.drain,
      signal: context.stop,
      ...(run.parallelism === undefined ? {} : { concurrency: run.parallelism }),
      onEvent: (event) => {
        board.show(event)
        events?.write(event)
      },
    })
  } finally {
    board.close()
  }
  if (context.output === 'json' || context.output === 'yaml') await printDocument(context, outcome)
  if ('exhausted' in outcome && outcome.exhausted) tellExhausted(context, outcome)
  else tellOutcome(context, run, outcome)
  if (outcome.result === 'stopped') return exitCode.interrupted
  return outcome.result === 'done' ? exitCode.done : exitCode.failed
}

const deploy = (
  { failover }: PlanRun,
  options: Omit<DeployWithFailover, 'workload' | 'further'>,
): Promise<Outcome | Deployed> => (failover ? deployWithFailover({ ...options, ...failover }) : applyPlan(options))

const tellOutcome = (context: Context, { plan }: PlanRun, outcome: Outcome | Deployed): void => {
  const { messageColors: colors } = context
  for (const { key, message, requestId, hint } of outcome.failures) {
    const request = requestId ? ` (request ${requestId})` : ''
    context.say(`${colors.red('error')}: ${key}: ${message}${request}\n  ${colors.cyan('next')}: ${hint}`)
  }
  if (outcome.blocked.length > 0) context.say(`Not tried, because of that: ${outcome.blocked.join(', ')}`)
  const took = durationText(outcome.elapsedMs)
  const again = plan.intent === 'deploy' ? 'up' : 'down'
  const where = 'left' in outcome && outcome.left.length > 0 ? ` on ${outcome.place.cloud}` : ''
  if (outcome.result === 'done') context.say(`${colors.green('Done')}: ${outcome.done} in ${took}${where}.`)
  if (outcome.result === 'failed')
    context.say(
      `${outcome.done} done, ${outcome.failures.length} failed, in ${took}. ${again} again goes on from here.`,
    )
  if (outcome.result === 'stopped') context.say(`Stopped and saved. ${again} goes on from here; down takes it away.`)
}

const tellExhausted = (context: Context, { left }: Deployed): void => {
  const { messageColors: colors } = context
  context.say(`${colors.red('error')}: there was no room on any cloud that its placement admits`)
  for (const { cloud, region, reasons } of left)
    for (const reason of reasons) context.say(`  ${colors.red('✗')} ${cloud} ${region}: ${reason}`)
  context.say(
    `  ${colors.cyan('next')}: admit another cloud, ask for a larger quota, or run the same command again later`,
  )
  context.say('Nothing is left behind.')
}
