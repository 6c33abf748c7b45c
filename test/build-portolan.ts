import { execFile } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '..')

/** Before the end-to-end tests: builds the command line that they run, unless `dist` is younger than every source. */
export const setup = async (): Promise<void> => {
  // What tsc finds unchanged it does not write again, save for its own notes.
  const built = await Promise.all(['cli/main.js', '.tsbuildinfo'].map((name) => changedAt(join(root, 'dist', name))))
  if (Math.max(...built) > (await newestSource())) return
  process.stderr.write('building dist, which is older than src\n')
  await promisify(execFile)(process.execPath, [
    join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
    ...['-p', join(root, 'tsconfig.build.json')],
  ])
}

const newestSource = async (): Promise<number> => {
  const names = await readdir(join(root, 'src'), { recursive: true })
  const sources = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  return Math.max(...(await Promise.all(sources.map((name) => changedAt(join(root, 'src', name))))))
}

const changedAt = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    return 0
  }
}
