import type { AssessedCloud } from '../assessment/assessment-matrix.ts'
import { readProject } from '../assessment/project.ts'
import { surveyCloud } from '../assessment/survey-cloud.ts'
import { CloudError } from '../model/cloud-error.ts'
import type { Context } from './context.ts'
import { type CloudChoice, openCloud } from './open-cloud.ts'

/** What a cloud said, or why it could not be asked. */
export type AskedCloud = AssessedCloud | { readonly name: string; readonly error: CloudError }

/** How long it says nothing, at first and then. */
const patienceMs = [2000, 10_000] as const

/** Surveys all these clouds at the same time, with what their projects have where that is wanted. Says on stderr which ones keep it waiting. */
export const askClouds = async (
  context: Context,
  choices: readonly CloudChoice[],
  { projects }: { readonly projects: boolean },
): Promise<readonly AskedCloud[]> => {
  const waiting = new Set(choices.map(({ name = 'the default cloud' }) => name))
  const done = new AbortController()
  const telling = tellWhoIsWaitedFor(context, waiting, done.signal)
  try {
    return await Promise.all(
      choices.map(async (choice) => {
        const { name = 'the default cloud' } = choice
        try {
          return await ask(context, choice, projects)
        } catch (error) {
          if (context.drain.aborted || !(error instanceof CloudError)) throw error
          return { name, error }
        } finally {
          waiting.delete(name)
        }
      }),
    )
  } finally {
    done.abort()
    await telling
  }
}

const ask = async (context: Context, choice: CloudChoice, projects: boolean): Promise<AssessedCloud> => {
  await using opened = await openCloud(context, choice)
  const { cloud } = opened
  const call = { signal: context.drain }
  const [survey, project] = await Promise.all([
    surveyCloud(cloud, call),
    projects ? readProject(cloud, call) : undefined,
  ])
  return { survey, ...(project ? { project } : {}) }
}

const tellWhoIsWaitedFor = async (
  { world, say }: Context,
  waiting: ReadonlySet<string>,
  done: AbortSignal,
): Promise<void> => {
  try {
    for (let round = 0; ; round += 1) {
      await world.clock.sleep(patienceMs[round] ?? patienceMs[1], done)
      say(`waiting for ${someOf([...waiting])}`)
    }
  } catch (error) {
    if (!done.aborted) throw error
  }
}

const someOf = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ')
