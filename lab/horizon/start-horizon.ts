import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { type HorizonCloud, horizonSettings } from './horizon-settings.ts'

export interface Horizon extends AsyncDisposable {
  /** Where the log-in page is, such as `http://127.0.0.1:8000/`. */
  readonly url: string
  /** What it complained of so far: warnings, errors and their traces. */
  readonly complaints: readonly string[]
}

/** What `startHorizon` needs. Horizon's own package collects and compresses its static files while it is installed. */
export const horizonPackages = ['openstack-dashboard', 'gunicorn', 'python3-whitenoise']

const root = join(import.meta.dirname, '..', '..')

/**
 * Starts Debian's Horizon for one cloud on loopback, in a process of its own, and waits until it listens. No Apache, no memcached, and
 * nothing of the machine's own Horizon settings: sessions are in that process's memory and end with it. Port 0 is any free one.
 */
export const startHorizon = async (cloud: HorizonCloud, port = 0): Promise<Horizon> => {
  const folder = await settingsFolder(cloud)
  const gunicorn = ['/usr/bin/gunicorn', '--bind', `127.0.0.1:${port}`, ...gunicornOptions, 'served_horizon']
  // It ends with this process, however that ends.
  const child = spawn('setpriv', ['--pdeathsig', 'SIGTERM', ...gunicorn], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    // `local` in this folder comes before Horizon's own, which holds what the machine's administrator wrote.
    env: {
      PATH: process.env.PATH,
      PYTHONPATH: `${folder}:${import.meta.dirname}`,
      PYTHONWARNINGS: 'ignore',
      LC_ALL: 'C.UTF-8',
    },
  })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
    await rm(folder, { recursive: true, force: true })
  }
  const complaints: string[] = []
  try {
    const url = `${await listening(child, complaints)}/`
    // Who comes before the application is ready waits for it.
    await fetch(url)
    return { url, complaints, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** One process, since sessions are in its memory; threads, since a page asks for much at once. */
const gunicornOptions = ['--workers', '1', '--threads', '8', '--timeout', '120', '--graceful-timeout', '1']

const settingsFolder = async (cloud: HorizonCloud): Promise<string> => {
  const parent = join(root, '.lab', 'horizon')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'settings-'))
  const local = join(folder, 'local')
  await mkdir(local)
  await writeFile(join(local, '__init__.py'), '')
  const settings = horizonSettings(cloud, randomBytes(48).toString('base64url'))
  await writeFile(join(local, 'local_settings.py'), settings, { mode: 0o600 })
  return folder
}

/** The address that gunicorn says it listens at. All that comes after its own words goes to `complaints`. */
const listening = (child: ChildProcessByStdio<null, null, Readable>, complaints: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, address] = /Listening at: (http:\S+)/.exec(line) ?? []
      if (address !== undefined) resolve(address)
      else if (!/^\[[^\]]*\] \[\d+\] \[INFO\]/.test(line)) complaints.push(line)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Horizon ended with ${code}:\n${complaints.join('\n')}`)))
  })
