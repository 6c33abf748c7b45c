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

/** Runs a program of Tempest's environment and gives what it printed. Throws with the end of its complaint when it ends otherwise than it may. */
export const runTool = async (
  name: string,
  args: readonly string[],
  { folder, signal, input, say, exits = [0] }: ToolOptions,
): Promise<Buffer> => {
  signal.throwIfAborted()
  // A group of its own, which its workers are in too: they end together.
  const child = spawn(tempestTool(name), args, {
    cwd: folder,
    detached: true,
    env: { ...process.env, TEMPEST_CONFIG_DIR: folder, TEMPEST_CONFIG: 'tempest.conf', PYTHONWARNINGS: 'ignore' },
  })
  const chunks: Buffer[] = []
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk).slice(-4000)
  })
  if (say) createInterface({ input: child.stdout }).on('line', say)
  const end = () => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGTERM')
    } catch {
      // It has just ended by itself.
    }
  }
  signal.addEventListener('abort', end)
  child.stdin.end(input)
  const [code] = (await once(child, 'close').finally(() => signal.removeEventListener('abort', end))) as [number | null]
  signal.throwIfAborted()
  const printed = Buffer.concat(chunks)
  if (code === null || !exits.includes(code))
    throw new Error(`${name} ${args.join(' ')} ended with ${code}: ${complaint || printed.subarray(-4000)}`)
  return printed
}
