import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { WriteStream } from 'node:tty'
import { systemClock } from '../lib/clock.ts'
import { systemRandom } from '../lib/random.ts'
import type { TextStream, World } from './world.ts'

export interface ProcessWorld extends World {
  /** Resolves once everything written is on its way. */
  flush(): Promise<void>
}

/** This process's own world. */
export const processWorld = (argv: readonly string[]): ProcessWorld => {
  const stdout = textStream(process.stdout)
  const stderr = textStream(process.stderr)
  return {
    argv,
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    platform: process.platform,
    stdout,
    stderr,
    stdin: { isTTY: process.stdin.isTTY === true, readLine },
    clock: systemClock,
    random: systemRandom,
    fetch: globalThis.fetch,
    files: {
      read: (path) => readFile(path, 'utf8'),
      readBytes: (path) => readFile(path),
      readNow,
      write: writeWhole,
      append: (path, text) => appendFile(path, text),
      remove: (path) => rm(path, { force: true }),
      list: namesIn,
      mode: modeOf,
      temporaryFolder,
    },
    onInterrupt: (listener) => {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
      for (const signal of signals) process.on(signal, listener)
      return () => {
        for (const signal of signals) process.off(signal, listener)
      }
    },
    flush: async () => {
      await Promise.all([stdout.flush(), stderr.flush()])
    },
  }
}

const textStream = (stream: NodeJS.WriteStream | WriteStream): TextStream & { flush(): Promise<void> } => {
  let open = true
  // A reader that closed its end early (`portolan … | head`) is no failure, and no reason to leave work half done.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error
  })
  return {
    write: (text) => {
      if (open) stream.write(text)
    },
    isTTY: stream.isTTY === true,
    // A terminal of unknown size says 0.
    get columns() {
      return stream.columns || undefined
    },
    get rows() {
      return stream.rows || undefined
    },
    flush: () => new Promise((resolve) => (open ? stream.write('', () => resolve()) : resolve())),
  }
}

const readLine = async (): Promise<string | undefined> => {
  const lines = createInterface({ input: process.stdin })
  try {
    for await (const line of lines) return line
    return undefined
  } finally {
    lines.close()
  }
}

const readNow: World['files']['readNow'] = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const writeWhole: World['files']['write'] = async (path, text, { secret = false } = {}) => {
  const beside = `${path}.${randomUUID()}.tmp`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    await writeFile(beside, text, { mode: secret ? 0o600 : 0o644, flag: 'wx' })
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    // The system does not say which file it was whose writing failed.
    throw error instanceof Error && 'code' in error ? Object.assign(error, { path }) : error
  }
}

const namesIn: World['files']['list'] = async (path) => {
  try {
    return (await readdir(path)).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)))
      return undefined
    throw error
  }
}

const modeOf: World['files']['mode'] = async (path) => {
  try {
    return (await stat(path)).mode & 0o777
  } catch {
    return undefined
  }
}

const temporaryFolder: World['files']['temporaryFolder'] = async () => {
  const path = await mkdtemp(join(tmpdir(), 'portolan-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
