import { z } from 'zod'
import type { Workload } from '../workload/workload.ts'
import { assess } from './assess.ts'
import { type Assessment, assessmentSchema } from './assessment.ts'
import { type FittedWorkload, fitWorkload } from './fit-workload.ts'
import type { Project } from './project.ts'
import type { CloudSurvey } from './survey-cloud.ts'

const { from: cloud, subject, summary, verdict } = assessmentSchema.shape

/** Assessments between every two of several clouds, for machines. Later versions of schema 1 only add to it. */
export const assessmentMatrixSchema = z.object({
  schema: z.literal('portolan.assessment-matrix/1'),
  /** In the order of the rows and columns. */
  clouds: z.array(cloud),
  /** Clouds that could not be asked, each with the reason. */
  missing: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** `from` and `to` are places in `clouds`. */
  cells: z.array(z.object({ from: z.int(), to: z.int(), subject, summary, verdict })),
})

export type AssessmentMatrix = Readonly<z.infer<typeof assessmentMatrixSchema>>

/** A cloud and what its project has, where that is what would move. */
export interface AssessedCloud {
  readonly survey: CloudSurvey
  readonly project?: Project
}

/** Moves the workload, or without one each cloud’s project, from every cloud to every other one. A workload is fitted to each cloud once. */
export const assessMatrix = (
  clouds: readonly AssessedCloud[],
  workload: Workload | undefined,
  missing: AssessmentMatrix['missing'] = [],
): AssessmentMatrix => {
  const fits = new Map<CloudSurvey, FittedWorkload>()
  const fitTo = (survey: CloudSurvey) => {
    const known = fits.get(survey) ?? fitWorkload(workload as Workload, survey.offer)
    fits.set(survey, known)
    return known
  }
  const subjectFor = (here: AssessedCloud, there: AssessedCloud) =>
    workload
      ? ({ kind: 'workload', workload, fitTo } as const)
      : ({
          kind: 'project',
          project: here.project ?? emptyProject,
          ...(there.project ? { there: there.project } : {}),
        } as const)
  return {
    schema: 'portolan.assessment-matrix/1',
    clouds: clouds.map(({ survey: { offer } }) => ({
      name: offer.name,
      kind: offer.traits.kind,
      region: offer.traits.region,
      simulated: offer.traits.simulated,
    })),
    missing,
    cells: clouds.flatMap((here, from) =>
      clouds.flatMap((there, to) => {
        if (from === to) return []
        const found: Assessment = assess({ from: here.survey, to: there.survey, subject: subjectFor(here, there) })
        return [{ from, to, subject: found.subject, summary: found.summary, verdict: found.verdict }]
      }),
    ),
  }
}

const emptyProject: Project = {
  servers: [],
  images: [],
  keyPairs: [],
  networks: [],
  subnets: [],
  routers: [],
  ports: 0,
  securityGroups: [],
  floatingIps: [],
  volumes: [],
  snapshots: [],
}
