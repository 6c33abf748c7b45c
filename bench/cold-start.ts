import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Measurement, median } from './measurement.ts'

const rounds = 11

/** `portolan --version` against Node itself doing nothing. */
export const coldStart = async (): Promise<readonly Measurement[]> => {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
  const [nothing, version]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    nothing.push(timeOf(['-e', '0']))
    version.push(timeOf([main, '--version']))
  }
  return [
    {
      name: 'cold start of `portolan --version`, over `node -e 0`',
      measured: median(version) / median(nothing),
      limit: 3,
      must: 'stay below',
      unit: '×',
      detail: `${median(version).toFixed(0)} ms over ${median(nothing).toFixed(0)} ms, medians of ${rounds}`,
    },
  ]
}

const timeOf = (args: readonly string[]): number => {
  const startedAt = performance.now()
  const { status } = spawnSync(process.execPath, args)
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`)
  return performance.now() - startedAt
}
