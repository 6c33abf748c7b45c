#!/usr/bin/env node
import { portolanVersion } from './portolan-version.ts'

const argv = process.argv.slice(2)
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  // Nothing else is loaded for this: it is asked for by scripts, often, and should cost no more than Node itself.
  process.stdout.write(`${portolanVersion()}\n`)
} else {
  const [{ processWorld }, { run }] = await Promise.all([import('./process-world.ts'), import('./run.ts')])
  const world = processWorld(argv)
  const code = await run(world)
  await world.flush()
  process.exit(code)
}
