import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..')
const environment = join(root, '.lab', 'venv')
const stamp = join(environment, '.portolan-requirements')

/** A program of lab/requirements.txt, by name, such as `openstack` or `python`. Only there after `installPythonTools`. */
export const pythonTool = (name: string): string => join(environment, 'bin', name)

/** Installs lab/requirements.txt into `.lab/venv`, unless it is there as written. Needs python3 with venv, and a package index for pip. */
export const installPythonTools = async (say: (line: string) => void): Promise<void> => {
  const requirements = join(root, 'lab', 'requirements.txt')
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
  const present = await readFile(stamp, 'utf8').catch(() => '')
  if (present === wanted) return
  say('installing the openstack command, openstacksdk and moto into .lab/venv (once, a minute or two)')
  await mkdir(join(root, '.lab'), { recursive: true })
  const usable = await access(pythonTool('pip')).then(
    () => true,
    () => false,
  )
  if (!usable) {
    await rm(environment, { recursive: true, force: true })
    await run('python3', ['-m', 'venv', environment])
  }
  await run(pythonTool('pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', requirements])
  await writeFile(stamp, wanted)
}
