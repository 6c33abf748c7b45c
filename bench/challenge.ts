import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type ChallengeReport, challengeReportSchema } from '#built/challenge/challenge-report'
import { embeddedProfiles } from '#built/embedded/embedded-profiles'
import type { Measurement } from './measurement.ts'

/** The whole challenge on all embedded clouds at once against the slowest of them alone, as the command line runs it and its reports tell it. */
export const challenge = async (): Promise<readonly Measurement[]> => {
  const names = embeddedProfiles.map(({ name }) => name)
  const together = await run(names)
  const alone: Array<{ readonly name: string; readonly seconds: number }> = []
  for (const name of names) alone.push({ name, seconds: secondsOf(await run([name])) })
  const slowest = alone.reduce((a, b) => (b.seconds > a.seconds ? b : a))
  const each = alone.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(', ')
  return [
    {
      name: `\`challenge\` on ${names.length} clouds with latency, over the slowest alone`,
      measured: secondsOf(together) / slowest.seconds,
      limit: 1.2,
      must: 'stay below',
      unit: '×',
      detail: `${secondsOf(together).toFixed(1)} s; alone: ${each}; ${together.summary.rounds} rounds`,
    },
  ]
}

const secondsOf = ({ summary }: ChallengeReport): number => summary.elapsedMs / 1000

/** One `portolan challenge` with a home of its own. Throws unless every round passes. */
const run = async (names: readonly string[]): Promise<ChallengeReport> => {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
  const home = await mkdtemp(join(tmpdir(), 'portolan-bench-'))
  try {
    const portolan = spawn(
      process.execPath,
      [main, 'challenge', '--embedded', names.join(','), '--latency', 'realistic', '-o', 'json'],
      { env: { PATH: process.env.PATH ?? '', HOME: home }, stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const report = challengeReportSchema.parse(JSON.parse(await text(portolan.stdout)))
    const { passed, rounds } = report.summary
    if (passed < rounds) throw new Error(report.rounds.map(({ cause }) => cause ?? 'passed').join('; '))
    return report
  } finally {
    await rm(home, { recursive: true })
  }
}
