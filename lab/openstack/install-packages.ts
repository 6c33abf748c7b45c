import { access, chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LabFolders } from './lab-folders.ts'
import { output } from './program-output.ts'
import { runLogged } from './run-logged.ts'

const policy = '/usr/sbin/policy-rc.d'

/** Installs those of packages.txt that are missing, from the archives that apt knows. None of their services is started. */
export const installPackages = async ({ source, log }: LabFolders): Promise<number> => {
  const wanted = (await readFile(join(source, 'packages.txt'), 'utf8')).split('\n').filter(Boolean)
  const installed = new Set(
    (await output('dpkg-query', '--show', '--showformat', '${db:Status-Status} ${Package}\n'))
      .split('\n')
      .flatMap((line) => (line.startsWith('installed ') ? [line.slice('installed '.length)] : [])),
  )
  const missing = wanted.filter((name) => !installed.has(name))
  if (missing.length === 0) return 0
  const file = join(log, 'packages.log')
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  // A maintainer script asks this program whether it may start its service (Debian policy, invoke-rc.d(8)).
  const ours = await access(policy).then(
    () => false,
    () => true,
  )
  if (ours) {
    await writeFile(policy, '#!/bin/sh\nexit 101\n')
    await chmod(policy, 0o755)
  }
  try {
    await runLogged(file, ['apt-get', 'update', '-qq'], { env })
    const quick = ['-o', 'DPkg::Options::=--force-confold', '-o', 'DPkg::Options::=--force-unsafe-io']
    const quiet = ['-o', 'DPkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=600', '-qq', '--yes', '--no-install-recommends']
    await runLogged(file, ['apt-get', 'install', ...quick, ...quiet, ...missing], { env })
  } finally {
    if (ours) await rm(policy, { force: true })
  }
  return missing.length
}
