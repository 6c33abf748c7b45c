import { spawn } from 'node:child_process'
import { open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LabError } from './lab-error.ts'
import type { LabFolders } from './lab-folders.ts'

/**
 * Processes that outlive this one. Each is known by its process id and the time it was started, so that none is taken for ours that only got an id
 * which ours had before.
 */
export class Daemons {
  readonly #folders: LabFolders

  constructor(folders: LabFolders) {
    this.#folders = folders
  }

  log(name: string): string {
    return join(this.#folders.log, `${name}.log`)
  }

  /** Starts it in a session of its own, unless it runs; what it writes goes to its log. */
  async start(
    name: string,
    [program, ...words]: readonly [string, ...string[]],
    env: NodeJS.ProcessEnv = {},
  ): Promise<void> {
    if (await this.alive(name)) return
    const log = await open(this.log(name), 'a')
    try {
      const child = spawn(program, words, {
        detached: true,
        stdio: ['ignore', log.fd, log.fd],
        env: { ...serviceEnvironment, ...env },
      })
      const { pid } = child
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve)
        child.once('error', (error) => reject(new LabError(`${name} cannot be started: ${error.message}`)))
      })
      child.unref()
      if (pid !== undefined) await writeFile(this.#file(name), `${pid} ${(await processOf(pid))?.startedAt ?? ''}\n`)
    } finally {
      await log.close()
    }
  }

  async alive(name: string): Promise<boolean> {
    return (await this.#pid(name)) !== undefined
  }

  /** The names of all that were started and not stopped, whether they still run or not. */
  async names(): Promise<readonly string[]> {
    const files = await readdir(this.#folders.run).catch(() => [])
    return files.filter((file) => file.endsWith('.pid')).map((file) => file.slice(0, -'.pid'.length))
  }

  /** Waits until that is so. Fails at once, with the log's end, when the process is gone. */
  async until(name: string, ready: () => Promise<boolean>, seconds = 120): Promise<void> {
    const end = Date.now() + seconds * 1000
    for (;;) {
      // Asked first: another program may answer in its place.
      if (!(await this.alive(name))) throw new LabError(`${name} ended${await this.#lastWords(name)}`)
      if (await ready()) return
      if (Date.now() > end)
        throw new LabError(`${name} did not answer within ${seconds} seconds${await this.#lastWords(name)}`)
      await sleep(100)
    }
  }

  /** Asks all of them to end and, after fifteen seconds, ends what is left together with its children. */
  async stop(names: readonly string[]): Promise<void> {
    const ids = new Map<string, number>()
    for (const name of names) {
      const pid = await this.#pid(name)
      if (pid === undefined) continue
      ids.set(name, pid)
      signal(pid, 'SIGTERM')
    }
    const end = Date.now() + 15_000
    while (Date.now() < end && (await this.#anyAlive([...ids.keys()]))) await sleep(100)
    // Each is the leader of its own process group, which its workers are in too.
    for (const pid of ids.values()) signal(-pid, 'SIGKILL')
    for (const name of names) await rm(this.#file(name), { force: true })
  }

  async #anyAlive(names: readonly string[]): Promise<boolean> {
    for (const name of names) if (await this.alive(name)) return true
    return false
  }

  async #pid(name: string): Promise<number | undefined> {
    const [pid, startedAt] = (await readFile(this.#file(name), 'utf8').catch(() => '')).trim().split(' ')
    if (!pid || !startedAt) return undefined
    const found = await processOf(Number(pid))
    return found?.startedAt === startedAt && found.state !== 'Z' ? Number(pid) : undefined
  }

  async #lastWords(name: string): Promise<string> {
    const text = await readFile(this.log(name), 'utf8').catch(() => '')
    const last = text.trimEnd().split('\n').slice(-5).join('\n')
    return `; its log is ${this.log(name)}${last ? `, which ends:\n${last}` : ''}`
  }

  #file(name: string): string {
    return join(this.#folders.run, `${name}.pid`)
  }
}

/** Services get no variables of whoever starts them, least of all proxies. */
export const serviceEnvironment: NodeJS.ProcessEnv = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  HOME: '/root',
}

const processOf = async (pid: number): Promise<{ readonly state: string; readonly startedAt: string } | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // The name, in parentheses, may have anything in it; state is the first field after it and the start time the twentieth.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startedAt] = [fields?.[0], fields?.[19]]
  return state === undefined || startedAt === undefined ? undefined : { state, startedAt }
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself.
  }
}
