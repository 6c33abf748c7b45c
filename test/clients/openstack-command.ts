import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { pythonTool } from '../../lab/python-tools.ts'
import type { SessionPlace } from './sessions/session.ts'

const run = promisify(execFile)

/** The `openstack` command for one cloud of a clouds.yaml. */
export const openstackCommand = ({ environment, folder }: Omit<SessionPlace, 'cloud'>, cloud: string) => {
  const openstack = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(pythonTool('openstack'), ['--os-cloud', cloud, ...args], {
      env: { ...environment },
      cwd: folder,
      maxBuffer: 16_777_216,
    })
    return stdout
  }
  return {
    /** Runs a command and gives what it printed. Rejects when it fails. */
    text: openstack,
    /** Runs a command that prints data. */
    json: async <Data = Record<string, unknown>>(...args: string[]): Promise<Data> =>
      JSON.parse(await openstack(...args, '-f', 'json')) as Data,
    /** Runs a command that must fail, and gives what it complained. */
    refusal: async (...args: string[]): Promise<string> => {
      const answer = await openstack(...args).then(
        (stdout) => ({ stdout }),
        (error: { stderr: string }) => ({ stderr: error.stderr }),
      )
      if ('stdout' in answer) throw new Error(`openstack ${args.join(' ')} did not fail: ${answer.stdout}`)
      return answer.stderr
    },
  }
}
