import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const policy = '/usr/sbin/policy-rc.d'
const policyText = `#!/bin/sh
# Portolan's, while it installs packages: none of their services is started.
exit 101
`

/** The version of an installed Debian package; `undefined` when it is not installed, or this is no Debian. */
export const debianVersion = async (name: string): Promise<string | undefined> => {
  try {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query fills these in
    const { stdout } = await run('dpkg-query', ['--show', '--showformat', '${db:Status-Status} ${Version}', name])
    const [status, version] = stdout.split(' ')
    return status === 'installed' ? version : undefined
  } catch {
    return undefined
  }
}

/**
 * Installs those Debian packages that are missing, without what they merely recommend. Nothing is started: no service of
 * theirs runs afterwards. Waits while another apt works. Fails, naming the packages, for who may not install.
 */
export const installDebianPackages = async (names: readonly string[], say: (line: string) => void): Promise<void> => {
  const found = await Promise.all(names.map(async (name) => ({ name, version: await debianVersion(name) })))
  const missing = found.filter(({ version }) => version === undefined).map(({ name }) => name)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0)
    throw new Error(`these packages are missing, and only root installs: ${missing.join(' ')}`)
  say(`installing ${missing.join(', ')} and what they need (once)`)
  const ours = await forbidStarting()
  try {
    await updatePackageLists()
    // A machine that loses power meanwhile installs again; to write every file through would take twice as long.
    const dpkg = ['--force-confold', '--force-unsafe-io'].flatMap((option) => ['-o', `DPkg::Options::=${option}`])
    await apt(['install', '--yes', '--no-install-recommends', ...dpkg, ...missing])
  } finally {
    if (ours) await rm(policy)
  }
}

/** Has apt read its archives' lists anew. Waits while another apt does. */
export const updatePackageLists = async (): Promise<void> => {
  for (let attempt = 0; ; attempt += 1)
    try {
      await apt(['update'])
      return
    } catch (error) {
      // For this lock apt itself does not wait.
      if (attempt === 240 || !/Could not get lock/.test(String(error))) throw error
      await sleep(5000)
    }
}

const proxies = ['http_proxy', 'https_proxy', 'no_proxy'].filter((name) => process.env[name] !== undefined)

const apt = (words: readonly string[]) =>
  run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=1200', ...words], {
    env: {
      PATH: process.env.PATH,
      DEBIAN_FRONTEND: 'noninteractive',
      LC_ALL: 'C.UTF-8',
      ...Object.fromEntries(proxies.map((name) => [name, process.env[name]])),
    },
    maxBuffer: 64 * 1024 * 1024,
  })

/** Whether the policy that forbids packages to start services is ours to take away; another's is left as it is. */
const forbidStarting = async (): Promise<boolean> => {
  try {
    await writeFile(policy, policyText, { mode: 0o755, flag: 'wx' })
    return true
  } catch {
    // One of ours that is there outlived an install that was killed.
    return (await readFile(policy, 'utf8').catch(() => '')) === policyText
  }
}
