import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { ChallengeCloud, ChallengeWorkload } from '../../../challenge/challenge-cloud.ts'
import type { ChallengeReport } from '../../../challenge/challenge-report.ts'
import { runChallenge } from '../../../challenge/run-challenge.ts'
import { openJournal } from '../../../journal/open-journal.ts'
import { Disposal } from '../../../lib/disposal.ts'
import { openExchangeLog } from '../../../openstack/http/exchange-log.ts'
import { networkReach } from '../../../workload/reach.ts'
import { command } from '../../command.ts'
import { CommandError, usageError } from '../../command-error.ts'
import type { Context } from '../../context.ts'
import { cloudsYamlFor, startEmbeddedClouds } from '../../embedded-clouds.ts'
import { openEventWriter } from '../../event-writer.ts'
import { type ExitCode, exitCode } from '../../exit-code.ts'
import { type CloudChoice, openCloud } from '../../open-cloud.ts'
import { openReportSigner } from '../../open-report-signer.ts'
import { openUserJournal } from '../../open-user-journal.ts'
import { portolanVersion } from '../../portolan-version.ts'
import { profilesNamed } from '../../profiles-named.ts'
import { readWorkloadFile } from '../../read-workload-file.ts'
import { openChallengeBoard } from '../../render/challenge-board.ts'
import { printChallengeReport } from '../../render/print-challenge-report.ts'
import { openSecrets } from '../../secrets.ts'
import type { World } from '../../world.ts'
import { writeReport } from '../../write-report.ts'

const input = z.object({
  file: z.array(z.string()).default([]),
  embedded: z.string().optional(),
  cloud: z.array(z.string()).default([]),
  faults: z.string().optional(),
  latency: z.enum(['realistic', 'none']).default('none'),
  parallelism: z.coerce.number().int().min(1).optional(),
  patience: z.coerce.number().min(1).optional(),
  report: z.string().min(1).optional(),
  key: z.string().min(1).optional(),
})
type Input = z.infer<typeof input>

/** The workloads that come with the package. */
const shipped = ['lamp', 'swarm'].map((name) =>
  fileURLToPath(new URL(`../../../../examples/${name}.yaml`, import.meta.url)),
)

/** `portolan challenge` */
export const challengeCommand = command(input, async (context, written) => {
  const { world } = context
  if (written.embedded === undefined && written.cloud.length === 0)
    throw usageError('challenge needs --embedded, --cloud or both', 'portolan challenge --embedded 3')
  if (written.faults !== undefined && written.embedded === undefined)
    throw usageError('--faults needs --embedded: nothing goes wrong on purpose in a real cloud')
  if (written.key !== undefined && written.report === undefined)
    throw usageError('--key needs --report: it signs the report', 'portolan challenge --embedded 3 --report report')
  const signer = written.report === undefined ? undefined : await openReportSigner(context, written.key)
  await using open = new Disposal()
  const secrets = await openSecrets(world)
  const workloads = await readWorkloads(context, written.file)
  const named = namedClouds(context, written.cloud)
  const embedded = written.embedded === undefined ? [] : await embeddedClouds(context, written, written.embedded, open)
  const twice = named.find(({ name }) => embedded.some((other) => other.name === name))
  if (twice) throw usageError(`a cloud of clouds.yaml and an embedded one are both called ${twice.name}`)
  const clouds = [...named, ...embedded]
  // What embedded clouds have ends with this process; what real ones have must be known after it.
  const journal = open.use(
    named.length > 0 ? await openUserJournal(world) : await openJournal({ path: ':memory:', clock: world.clock }),
  )
  const known = new Set(journal.deployments().map(({ name }) => name))
  const events = context.events ? openEventWriter(world, 'portolan.challenge/1') : undefined
  const board = await openChallengeBoard(context)
  let report: ChallengeReport
  try {
    report = await runChallenge({
      workloads,
      clouds,
      ...(written.parallelism === undefined ? {} : { roundsPerCloud: written.parallelism }),
      ...(written.patience === undefined ? {} : { patienceMs: written.patience * 1000 }),
      journal,
      secrets,
      reach: networkReach(world.fetch),
      machine: {
        portolan: portolanVersion(),
        node: process.versions.node,
        platform: `${world.platform} ${process.arch}`,
        ...(written.embedded === undefined ? {} : { latency: written.latency, faults: written.faults !== undefined }),
      },
      clock: world.clock,
      random: world.random,
      drain: context.drain,
      stop: context.stop,
      onEvent: (event) => {
        board.show(event)
        events?.write(event)
      },
    })
  } finally {
    board.close()
  }
  if (!context.events) await printChallengeReport(context, report)
  for (const { name, cloud } of journal.deployments())
    if (known.has(name)) continue
    else if (embedded.some((other) => other.name === cloud.name)) journal.forgetDeployment(name)
    else context.say(`${name} is still there. Take it away with: portolan down ${name}`)
  if (written.report !== undefined && signer) await writeReport(context, written.report, report, signer)
  return codeOf(context, report)
})

const codeOf = ({ drain }: Context, { summary }: ChallengeReport): ExitCode => {
  if (drain.aborted) return exitCode.interrupted
  if (summary.broken > 0) return exitCode.failed
  return summary.failed > 0 ? exitCode.checksFailed : exitCode.done
}

const readWorkloads = async (context: Context, files: readonly string[]): Promise<readonly ChallengeWorkload[]> => {
  const workloads: ChallengeWorkload[] = []
  for (const file of files.length > 0 ? files : shipped) {
    const workload = await readWorkloadFile(context, file, { secrets: await openSecrets(context.world) })
    const { name } = workload.document
    if (workloads.some((other) => other.name === name))
      throw usageError(`two of the files are the workload ${name}`, `give ${basename(file)} another name`)
    workloads.push({ name, workload })
  }
  return workloads
}

const namedClouds = (context: Context, names: readonly string[]): readonly ChallengeCloud[] =>
  [...new Set(names)].map((name) => contender(context, { name }, false))

const embeddedClouds = async (
  context: Context,
  { latency, faults }: Input,
  embedded: string,
  open: Disposal,
): Promise<readonly ChallengeCloud[]> => {
  const profiles = await profilesNamed(context, embedded.split(','))
  const folder = open.use(await context.world.files.temporaryFolder())
  const faultList = faults === undefined ? {} : { faults: await readFaultFile(context.world, faults) }
  const { clouds } = open.use(await startEmbeddedClouds(context, { profiles, latency, ...faultList }))
  for (const { name, profile } of clouds) if (profile.breach) context.say(`${name} is ${profile.description}`)
  // They are reached the way everybody reaches a cloud: by a clouds.yaml, over HTTP.
  const cloudsFile = `${folder.path}/clouds.yaml`
  const yaml = await cloudsYamlFor(context, clouds, folder.path)
  await context.world.files.write(cloudsFile, yaml, { secret: true })
  return clouds.map(({ name }) => contender(context, { name, cloudsFile }, true))
}

const contender = (
  context: Context,
  choice: CloudChoice & { readonly name: string },
  exclusive: boolean,
): ChallengeCloud => {
  const { record, ...exchanges } = openExchangeLog()
  return {
    name: choice.name,
    exclusive,
    ...(choice.name.startsWith('aws:') ? {} : { exchanges }),
    enter: () => openCloud(context, { ...choice, onExchange: record }),
  }
}

const readFaultFile = async (world: World, file: string): Promise<unknown> => {
  const text = await world.files.read(resolve(world.cwd, file))
  const { parse } = await import('yaml')
  try {
    return parse(text)
  } catch (error) {
    throw new CommandError(`${file} is not YAML: ${error instanceof Error ? error.message.split('\n')[0] : ''}`)
  }
}
