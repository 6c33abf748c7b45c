import { stripVTControlCharacters } from 'node:util'
import { systemClock } from '../lib/clock.ts'
import { seededRandom } from '../lib/random.ts'
import { run } from './run.ts'
import type { TextStream, World } from './world.ts'

export interface TestWorldOptions {
  /** A map is shared: what one run writes, the next one reads. */
  readonly files?: Readonly<Record<string, string>> | Map<string, string>
  readonly env?: Readonly<Record<string, string>>
  readonly modes?: Readonly<Record<string, number>>
  /** What is typed, line by line, at a terminal. */
  readonly typed?: readonly string[]
  readonly isTTY?: boolean
  readonly fetch?: typeof fetch
  readonly stateFolder?: string
}

export interface TestWorld extends World {
  /** What stands in the files. */
  readonly written: Map<string, string>
  out(): string
  err(): string
  interrupt(): void
}

/** A world in memory, for running commands in this process. Its clock is the machine's: embedded clouds and HTTP need time that passes. */
export const testWorld = (argv: readonly string[], options: TestWorldOptions = {}): TestWorld => {
  const { files = {}, env = {}, modes = {}, typed, isTTY = false } = options
  const written = files instanceof Map ? files : new Map(Object.entries(files))
  const texts = { out: '', err: '' }
  const listeners = new Set<() => void>()
  const lines = [...(typed ?? [])]
  const read = async (path: string): Promise<string> => {
    const text = written.get(path)
    if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open', path })
    return text
  }
  const stream = (name: 'out' | 'err'): TextStream => ({
    write: (text) => {
      texts[name] += text
    },
    isTTY,
    columns: 120,
    rows: 40,
  })
  return {
    argv,
    env: { ...(options.stateFolder ? { XDG_STATE_HOME: options.stateFolder } : {}), ...env },
    cwd: '/here',
    home: '/home/ada',
    platform: 'linux',
    stdout: stream('out'),
    stderr: stream('err'),
    stdin: { isTTY: typed !== undefined, readLine: async () => lines.shift() },
    clock: systemClock,
    random: seededRandom(1),
    fetch: options.fetch ?? (() => Promise.reject(new Error('nothing may be fetched here'))),
    files: {
      read,
      readBytes: async (path) => Buffer.from(await read(path)),
      readNow: (path) => written.get(path),
      write: async (path, text) => void written.set(path, text),
      append: async (path, text) => void written.set(path, `${written.get(path) ?? ''}${text}`),
      remove: async (path) => void written.delete(path),
      list: async (path) => {
        const inside = [...written.keys()].filter((file) => file.startsWith(`${path}/`))
        const names = inside.map((file) => file.slice(path.length + 1).split('/')[0] ?? '')
        return inside.length === 0 ? undefined : [...new Set(names)].sort()
      },
      mode: async (path) => (written.has(path) ? (modes[path] ?? 0o600) : undefined),
      temporaryFolder: async () => ({ path: '/tmp/of-this-test', [Symbol.asyncDispose]: async () => {} }),
    },
    onInterrupt: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    written,
    out: () => texts.out,
    err: () => stripVTControlCharacters(texts.err),
    interrupt: () => {
      for (const listener of listeners) listener()
    },
  }
}

/** Runs one command line in a world of its own. */
export const runIn = async (argv: readonly string[], options: TestWorldOptions = {}) => {
  const world = testWorld(argv, options)
  const code = await run(world)
  return { code, world, out: world.out(), err: world.err() }
}
