import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { tempestTool } from './tempest-tool.ts'

export interface ToolOptions {
  /** Where it runs: the folder with `.stestr.conf` and `tempest.conf`. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly input?: Buffer
  /** Hears each line of output as it comes. */
  readonly say?: (line: string) => void
  /** How it may end; 0 when absent. */
  readonly exits?: readonly number[]
}

/** Runs a program of Tempest's environment and gives what it printed. Throws with the end of its output when it ends otherwise than it may, or is stopped. */
export const runTool = async (
  name: string,
  args: readonly string[],
  { folder, signal, input, say, exits = [0] }: ToolOptions,
): Promise<Buffer> => {
  const child = spawn(tempestTool(name), args, {
    cwd: folder,
    signal,
    killSignal: 'SIGTERM',
    env: { ...process.env, TEMPEST_CONFIG_DIR: folder, TEMPEST_CONFIG: 'tempest.conf', PYTHONWARNINGS: 'ignore' },
  })
  const chunks: Buffer[] = []
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-4000)
  })
  if (say) createInterface({ input: child.stdout }).on('line', say)
  child.stdin.end(input)
  const program = `${name} ${args.join(' ')}`
  const ended = once(child, 'close').catch((cause: unknown) => {
    throw new Error(`${program} was stopped: ${complaint}${Buffer.concat(chunks).subarray(-8000)}`, { cause })
  })
  const [code] = (await ended) as [number | null]
  const printed = Buffer.concat(chunks)
  if (code === null || !exits.includes(code))
    throw new Error(`${program} ended with ${code}: ${complaint || printed.subarray(-4000)}`)
  return printed
}
