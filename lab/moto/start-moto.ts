import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '../free-port.ts'
import { pythonTool } from '../python-tools.ts'

export interface Moto extends AsyncDisposable {
  /** Where the AWS APIs are, such as `http://127.0.0.1:5000`. */
  readonly endpoint: string
}

/** Starts moto, a simulation of AWS that nobody here wrote, on loopback. It ends with the object; its state is in memory. */
export const startMoto = async (): Promise<Moto> => {
  const port = await freePort()
  const child = spawn(pythonTool('moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, MOTO_EC2_LOAD_DEFAULT_AMIS: 'true' },
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-4000)
  })
  const endpoint = `http://127.0.0.1:${port}`
  for (let attempt = 0; !(await answers(endpoint)); attempt += 1) {
    if (child.exitCode !== null || attempt > 300) {
      child.kill('SIGKILL')
      throw new Error(`moto did not start: ${said}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    endpoint,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

const answers = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/moto-api/data.json`).then(
    (response) => response.ok,
    () => false,
  )
