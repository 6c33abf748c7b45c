import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface Bridge extends AsyncDisposable {
  readonly cloudsFile: string
  /** All that it wrote to stderr so far. */
  said(): string
}

const program = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')

/** Starts `portolan cloud bridge` over moto as a process of its own, and waits until it serves. */
export const startBridge = async ({
  endpoint,
  state,
}: {
  readonly endpoint: string
  readonly state: string
}): Promise<Bridge> => {
  const child = spawn(
    process.execPath,
    [program, 'cloud', 'bridge', '--driver', 'aws', '--region', 'us-east-1', '--endpoint', endpoint, '--state', state],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, HOME: state, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    },
  )
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  while (!said.includes('Ctrl-C stops it')) {
    if (child.exitCode !== null) throw new Error(`the bridge ended: ${said}`)
    await Promise.race([once(child.stderr, 'data'), once(child, 'exit')])
  }
  return {
    cloudsFile: join(state, 'clouds.yaml'),
    said: () => said,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      await ended
    },
  }
}
