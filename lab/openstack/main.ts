import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bringUp } from './bring-up.ts'
import { Daemons } from './daemons.ts'
import { LabError } from './lab-error.ts'
import { labFolders } from './lab-folders.ts'
import { parseLabOptions, usage } from './lab-options.ts'
import { labStatus } from './lab-status.ts'
import { takeDown } from './take-down.ts'

const startedAt = performance.now()
const say = (line: string): void => {
  process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}\n`)
}

const run = async (): Promise<number> => {
  const parsed = parseLabOptions(process.argv.slice(2))
  if (typeof parsed === 'string') {
    process.stderr.write(`lab:openstack: ${parsed}\n\n${usage}\n`)
    return 64
  }
  const { command, options } = parsed
  const clouds = join(labFolders.etc, 'clouds.yaml')
  switch (command) {
    case 'up':
      if (process.getuid?.() !== 0) throw new LabError('the lab makes bridges and namespaces: run it as root')
      await bringUp(labFolders, options, say)
      process.stderr.write(`\nexport OS_CLIENT_CONFIG_FILE=${clouds} OS_CLOUD=lab\n`)
      return 0
    case 'down':
      await takeDown(labFolders, options.wipe, say)
      return 0
    case 'status': {
      const { lines, running } = await labStatus(new Daemons(labFolders))
      process.stdout.write(`${lines.join('\n')}\n`)
      return running ? 0 : 1
    }
    case 'clouds':
      process.stdout.write(
        await readFile(clouds, 'utf8').catch(() => {
          throw new LabError('there is no lab: npm run lab:openstack -- up')
        }),
      )
      return 0
  }
}

process.exitCode = await run().catch((error: unknown) => {
  process.stderr.write(
    `lab:openstack: ${error instanceof LabError ? error.message : String((error as Error)?.stack)}\n`,
  )
  return 1
})
