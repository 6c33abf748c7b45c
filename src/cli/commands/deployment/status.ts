import { z } from 'zod'
import type { Cloud } from '../../../cloud/cloud.ts'
import type { Journal } from '../../../journal/journal.ts'
import { type DeploymentStatus, statusOf } from '../../../workload/status-of.ts'
import { command } from '../../command.ts'
import type { Context } from '../../context.ts'
import { exitCode } from '../../exit-code.ts'
import { openCloud } from '../../open-cloud.ts'
import { openUserJournal } from '../../open-user-journal.ts'
import { printList } from '../../render/print-list.ts'
import { theDeployment } from '../../the-deployment.ts'

const input = z.object({
  deployment: z.string().optional(),
  watch: z.union([z.literal(true), z.coerce.number().min(1)]).optional(),
  detailedExitcode: z.boolean().default(false),
})

const usualInterval = 5

/** `portolan status DEPLOYMENT --watch` */
export const statusCommand = command(input, async (context, { deployment, watch, detailedExitcode }) => {
  const { world, drain } = context
  using journal = await openUserJournal(world)
  if (deployment === undefined) {
    await printDeployments(context, journal)
    return exitCode.done
  }
  const { name, cloud: where } = theDeployment(journal, deployment)
  await using opened = await openCloud(context, { name: where.name, region: where.region })
  const look = () => lookAt(context, opened.cloud, journal, name)
  let status = await look()
  await printStatus(context, status)
  if (watch === undefined)
    return detailedExitcode && status.state !== 'complete' ? exitCode.changesPending : exitCode.done
  const interval = (watch === true ? usualInterval : watch) * 1000
  while (!drain.aborted) {
    await world.clock.sleep(interval, drain).catch(() => {})
    if (drain.aborted) break
    const before = JSON.stringify(status)
    // It may be taken down meanwhile, from elsewhere: then there is nothing more to see.
    if (!journal.deployment(name)) {
      context.say(`${name} is gone.`)
      return exitCode.done
    }
    const next = await look().catch((error: unknown) => {
      // To be stopped is how a watch ends, also in the middle of a look.
      if (drain.aborted) return undefined
      throw error
    })
    if (!next) break
    status = next
    if (JSON.stringify(status) === before) continue
    if (context.output === 'table' || context.output === 'wide')
      world.stdout.write(`\n${context.colors.dim(new Date(world.clock.now()).toISOString())}\n`)
    await printStatus(context, status)
  }
  return exitCode.done
})

const lookAt = (context: Context, cloud: Cloud, journal: Journal, name: string): Promise<DeploymentStatus> =>
  statusOf({ cloud, journal, name, clock: context.world.clock, signal: context.drain })

const printDeployments = (context: Context, journal: Journal): Promise<void> =>
  printList(context, {
    items: journal.deployments(),
    name: ({ name }) => name,
    columns: [
      { title: 'deployment', value: ({ name }) => name },
      { title: 'workload', value: ({ workload }) => workload.name },
      { title: 'cloud', value: ({ cloud }) => cloud.name },
      { title: 'region', value: ({ cloud }) => cloud.region },
      { title: 'resources', value: ({ name }) => String(journal.resources(name).length) },
      { title: 'changed', value: ({ changedAt }) => new Date(changedAt).toISOString() },
      { title: 'kind', value: ({ cloud }) => cloud.kind, wide: true },
      { title: 'created', value: ({ createdAt }) => new Date(createdAt).toISOString(), wide: true },
    ],
    whenEmpty: 'There are no deployments. portolan up makes one.',
  })

const printStatus = async (context: Context, status: DeploymentStatus): Promise<void> => {
  const { output, world, colors } = context
  const people = output === 'table' || output === 'wide'
  if (people) {
    const { name, kind, region, simulated } = status.cloud
    const where = `${kind}, ${region}${simulated ? ', simulated' : ''}`
    world.stdout.write(`${colors.bold(status.deployment)} on ${colors.bold(name)} (${where}): ${status.state}\n\n`)
  }
  await printList(context, {
    items: status.servers,
    name: ({ name }) => name,
    columns: [
      { title: 'server', value: ({ name }) => name },
      { title: 'status', value: ({ status: state, fault }) => (fault ? `${state}: ${fault}` : state) },
      { title: 'public address', value: ({ publicAddress }) => publicAddress ?? '' },
      { title: 'address', value: ({ address }) => address ?? '' },
      { title: 'component', value: ({ component }) => component, wide: true },
      { title: 'id', value: ({ nativeId }) => nativeId ?? '', wide: true },
    ],
    document: status,
  })
  if (!people) return
  if (status.drift.length > 0) world.stdout.write(`\n${colors.bold('Changed by others:')}\n`)
  for (const { what, key, detail } of status.drift)
    world.stdout.write(`  ${colors.yellow(what.padEnd(7))} ${key}  ${detail}\n`)
  if (status.state === 'incomplete')
    context.say('\nA run failed or was cut off: portolan up goes on, portolan down takes it away.')
}
