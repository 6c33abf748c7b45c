import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface PythonEnvironment {
  /** The path of a program in it, such as `python`. Only there after `install`. */
  tool(name: string): string
  /** Installs the requirements, unless they are there as written. Needs python3 with venv, and a package index for pip. */
  install(say: (line: string) => void): Promise<void>
}

/** A virtual environment in `folder` that holds what the file `requirements` names; `what` says that to people. */
export const pythonEnvironment = (folder: string, requirements: string, what: string): PythonEnvironment => {
  const stamp = join(folder, '.portolan-requirements')
  const tool = (name: string) => join(folder, 'bin', name)
  return {
    tool,
    async install(say) {
      const wanted = createHash('sha256')
        .update(await readFile(requirements))
        .digest('hex')
      const present = await readFile(stamp, 'utf8').catch(() => '')
      if (present === wanted) return
      say(`installing ${what} (once, a minute or two)`)
      // Always from nothing: what an interrupted pip left looks whole to the next one.
      await rm(folder, { recursive: true, force: true })
      await mkdir(dirname(folder), { recursive: true })
      await run('python3', ['-m', 'venv', folder])
      await run(tool('pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', requirements])
      await writeFile(stamp, wanted)
    },
  }
}
