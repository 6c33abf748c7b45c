import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { serviceEnvironment } from './daemons.ts'

const execute = promisify(execFile)

/** What a program prints. Fails with what it said when it fails. */
export const output = async (program: string, ...words: readonly string[]): Promise<string> =>
  (await execute(program, words, { env: serviceEnvironment, maxBuffer: 16 * 1024 * 1024 })).stdout

/** Whether a program succeeds: for what may be done already, or may be gone already. */
export const succeeds = (program: string, ...words: readonly string[]): Promise<boolean> =>
  output(program, ...words).then(
    () => true,
    () => false,
  )
