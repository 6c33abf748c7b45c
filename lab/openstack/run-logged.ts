import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { serviceEnvironment } from './daemons.ts'
import { LabError } from './lab-error.ts'

/** Runs a program to its end, its output in that log. Fails, with the log's path and end, when it does. */
export const runLogged = async (
  log: string,
  [program, ...words]: readonly [string, ...string[]],
  { env = {}, input = '' }: { readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Promise<void> => {
  const file = await open(log, 'a')
  try {
    const child = spawn(program, words, {
      stdio: ['pipe', file.fd, file.fd],
      env: { ...serviceEnvironment, ...env },
    })
    child.stdin?.end(input)
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
    })
    if (code === 0) return
  } finally {
    await file.close()
  }
  const last = (await readFile(log, 'utf8')).trimEnd().split('\n').slice(-5).join('\n')
  throw new LabError(`${program} ${words.slice(0, 3).join(' ')} failed; its log is ${log}, which ends:\n${last}`)
}
