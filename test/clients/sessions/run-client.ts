import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { SessionPlace } from './session.ts'

const run = promisify(execFile)

/** Runs a client's program in a session's place and gives what it printed. Rejects with all that it said when it fails. */
export const runClient = async (
  { folder, environment }: Pick<SessionPlace, 'folder' | 'environment'>,
  program: string,
  args: readonly string[],
): Promise<string> => {
  try {
    const { stdout } = await run(program, args, { env: { ...environment }, cwd: folder, maxBuffer: 67_108_864 })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${program} failed:\n${stdout}\n${stderr}`, { cause: error })
  }
}
