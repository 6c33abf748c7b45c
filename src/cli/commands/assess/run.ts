import { z } from 'zod'
import { assess, type Subject } from '../../../assessment/assess.ts'
import { type AssessedCloud, assessMatrix } from '../../../assessment/assessment-matrix.ts'
import { Disposal } from '../../../lib/disposal.ts'
import { loadClouds } from '../../../openstack/config/load-clouds.ts'
import type { Workload } from '../../../workload/workload.ts'
import { type AskedCloud, askClouds } from '../../ask-clouds.ts'
import { cloudSources } from '../../cloud-sources.ts'
import { command } from '../../command.ts'
import { CommandError, usageError } from '../../command-error.ts'
import type { Context } from '../../context.ts'
import { cloudsYamlFor, startEmbeddedClouds } from '../../embedded-clouds.ts'
import { type ExitCode, exitCode } from '../../exit-code.ts'
import type { CloudChoice } from '../../open-cloud.ts'
import { profilesNamed } from '../../profiles-named.ts'
import { readWorkloadFile } from '../../read-workload-file.ts'
import { printAssessment, printAssessmentMatrix } from '../../render/print-assessment.ts'
import { openSecrets } from '../../secrets.ts'

const input = z.object({
  from: z.string().optional(),
  to: z.string().optional(),
  file: z.string().optional(),
  all: z.boolean().default(false),
  embedded: z.boolean().default(false),
  fromRegion: z.string().optional(),
  toRegion: z.string().optional(),
  input: z.array(z.string()).default([]),
})
type Input = z.infer<typeof input>

/** `portolan assess A B [FILE]`, `portolan assess --all [FILE]` */
export const assessCommand = command(input, async (context, written) => {
  const wanted = understood(written)
  await using open = new Disposal()
  const secrets = await openSecrets(context.world)
  const workload =
    wanted.file === undefined
      ? undefined
      : await readWorkloadFile(context, wanted.file, { inputs: written.input, secrets })
  const choices = await (written.embedded
    ? embeddedChoices(context, wanted.names, open)
    : configuredChoices(context, wanted))
  const asked = await askClouds(context, choices, { projects: workload === undefined })
  return written.all ? all(context, asked, workload) : between(context, asked, workload)
})

interface Wanted {
  /** Absent for all clouds. */
  readonly names: readonly [string, string] | undefined
  readonly regions: readonly [string | undefined, string | undefined]
  readonly file: string | undefined
}

const understood = ({ all, from, to, file, fromRegion, toRegion }: Input): Wanted => {
  if (all && (to !== undefined || fromRegion || toRegion))
    throw usageError('assess --all takes a workload file and no clouds', 'portolan assess --all examples/lamp.yaml')
  if (all) return { names: undefined, regions: [undefined, undefined], file: from }
  if (from === undefined || to === undefined)
    throw usageError(
      'assess takes two clouds, or --all',
      'portolan assess --embedded classic ovh examples/lamp.yaml tries it without a cloud',
    )
  return { names: [from, to], regions: [fromRegion, toRegion], file }
}

const configuredChoices = async (context: Context, { names, regions }: Wanted): Promise<readonly CloudChoice[]> => {
  if (names) return names.map((name, index) => ({ name, ...(regions[index] ? { region: regions[index] } : {}) }))
  const { clouds } = await loadClouds(cloudSources(context.world))
  const configured = [...clouds].filter(([, { origin }]) => origin.kind !== 'default').map(([name]) => ({ name }))
  if (configured.length < 2)
    throw new CommandError('fewer than two clouds are configured', {
      hint: 'portolan assess --embedded --all examples/lamp.yaml tries it without a cloud',
    })
  return configured
}

/** Starts the profiles of those names and has them reached the way everybody reaches a cloud: by a clouds.yaml, over HTTP. */
const embeddedChoices = async (
  context: Context,
  names: readonly [string, string] | undefined,
  open: Disposal,
): Promise<readonly CloudChoice[]> => {
  const profiles = await profilesNamed(context, names ?? ['all'])
  const folder = open.use(await context.world.files.temporaryFolder())
  const { clouds } = open.use(await startEmbeddedClouds(context, { profiles, latency: 'none' }))
  const cloudsFile = `${folder.path}/clouds.yaml`
  await context.world.files.write(cloudsFile, await cloudsYamlFor(context, clouds, folder.path), { secret: true })
  return clouds.map(({ name }) => ({ name, cloudsFile }))
}

const between = async (
  context: Context,
  asked: readonly AskedCloud[],
  workload: Workload | undefined,
): Promise<ExitCode> => {
  const failed = asked.find((cloud) => 'error' in cloud)
  if (failed && 'error' in failed) throw failed.error
  const [from, to] = asked as readonly [AssessedCloud, AssessedCloud]
  const assessment = assess({ from: from.survey, to: to.survey, subject: subjectOf(from, to, workload) })
  await printAssessment(context, assessment)
  return assessment.verdict === 'ready' ? exitCode.done : exitCode.checksFailed
}

const subjectOf = ({ project }: AssessedCloud, { project: there }: AssessedCloud, workload?: Workload): Subject => {
  if (workload) return { kind: 'workload', workload }
  if (!project) throw new RangeError('a project was not read')
  return { kind: 'project', project, ...(there ? { there } : {}) }
}

const all = async (
  context: Context,
  asked: readonly AskedCloud[],
  workload: Workload | undefined,
): Promise<ExitCode> => {
  const clouds = asked.flatMap((cloud) => ('error' in cloud ? [] : [cloud]))
  const missing = asked.flatMap((cloud) =>
    'error' in cloud ? [{ name: cloud.name, reason: cloud.error.message }] : [],
  )
  const matrix = assessMatrix(clouds, workload, missing)
  await printAssessmentMatrix(context, matrix, workload?.document.name)
  if (missing.length > 0) return exitCode.failed
  return matrix.cells.every(({ verdict }) => verdict === 'ready') ? exitCode.done : exitCode.checksFailed
}
