import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CloudsFile } from './clients/clouds-file.ts'

const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')

export interface PortolanOptions {
  /** Variables beside those of the clouds file. */
  readonly env?: Readonly<Record<string, string>>
  /** What Node itself is told, such as a module to load first. */
  readonly nodeOptions?: readonly string[]
  /** Wraps the command line, such as with a shell's `ulimit`. */
  readonly wrap?: (command: readonly string[]) => readonly string[]
  /** No run outlives its test: so many milliseconds, four minutes when absent. */
  readonly timeoutMs?: number
}

/** How a run of the command line ended, and all that it said. */
export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A run of the command line that goes on. */
export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves at the n-th line on stdout that fits, counted from 1; rejects when the run ends before. */
  line(fits: (line: string) => boolean, nth?: number): Promise<string>
}

/** The built command line, in a process of its own, as one user has it: with one clouds.yaml and one folder for its state. */
export class PortolanCommand {
  readonly stateFolder: string
  readonly #clouds: CloudsFile

  /** `state` names the folder under the clouds file's own; it goes with that. */
  constructor(clouds: CloudsFile, state = 'state') {
    this.#clouds = clouds
    this.stateFolder = join(clouds.folder, state)
  }

  /** Runs to the end. Never rejects for a command that failed: that is what `code` tells. */
  async run(args: readonly string[], options: PortolanOptions = {}): Promise<Ended> {
    return (await this.start(args, options)).ended
  }

  async start(
    args: readonly string[],
    { env = {}, nodeOptions = [], wrap, timeoutMs = 240_000 }: PortolanOptions = {},
  ): Promise<Running> {
    await mkdir(this.stateFolder, { recursive: true })
    const command = [process.execPath, ...nodeOptions, main, ...args]
    const [program = '', ...rest] = wrap ? wrap(command) : command
    const child = spawn(program, rest, {
      cwd: this.#clouds.folder,
      env: { ...this.#clouds.environment, XDG_STATE_HOME: this.stateFolder, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    const lines: string[] = []
    const said = { stdout: '', stderr: '' }
    const listeners = new Set<() => void>()
    const tell = () => {
      for (const listener of listeners) listener()
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      tell()
    })
    let over = false
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => {
        over = true
        resolve({ code, signal, ...said })
        tell()
      })
    })
    return {
      process: child,
      ended,
      line: (fits, nth = 1) =>
        new Promise((resolve, reject) => {
          const look = () => {
            const found = lines.filter(fits)[nth - 1]
            if (found === undefined && !over) return
            listeners.delete(look)
            if (found === undefined) reject(new Error(`it ended without that line: ${said.stderr}`))
            else resolve(found)
          }
          listeners.add(look)
          look()
        }),
    }
  }
}
