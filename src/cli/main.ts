#!/usr/bin/env node
import { readFileSync } from 'node:fs'

const argv = process.argv.slice(2)
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  // Nothing else is loaded for this: it is asked for by scripts, often, and should cost no more than Node itself.
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  process.stdout.write(`${version}\n`)
} else {
  const [{ processWorld }, { run }] = await Promise.all([import('./process-world.ts'), import('./run.ts')])
  const world = processWorld(argv)
  const code = await run(world)
  await world.flush()
  process.exit(code)
}
