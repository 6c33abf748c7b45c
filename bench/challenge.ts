import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type ChallengeReport, challengeReportSchema } from '#built/challenge/challenge-report'
import { embeddedProfiles } from '#built/embedded/embedded-profiles'
import type { Measurement } from './measurement.ts'

/** So many of the clouds that were the slowest together are run alone, to find the slowest. */
const candidates = 3

/** The whole challenge on all embedded clouds at once against the slowest of them alone, as the command line runs it and its reports tell it. */
export const challenge = async (): Promise<readonly Measurement[]> => {
  const together = await run(embeddedProfiles.map(({ name }) => name))
  const alone: Array<{ readonly name: string; readonly seconds: number }> = []
  for (const name of slowestIn(together.report)) alone.push({ name, seconds: secondsOf((await run([name])).report) })
  const slowest = alone.reduce((a, b) => (b.seconds > a.seconds ? b : a))
  const each = alone.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`).join(', ')
  const rounds = `${together.report.summary.rounds} rounds on ${embeddedProfiles.length} clouds`
  return [
    {
      name: `\`challenge\`, ${rounds} with latency, over the slowest cloud alone`,
      measured: secondsOf(together.report) / slowest.seconds,
      limit: 1.2,
      must: 'stay below',
      unit: '×',
      detail: `${secondsOf(together.report).toFixed(1)} s; alone: ${each}`,
    },
    {
      name: `\`challenge\`, ${rounds} with latency: peak memory of the process`,
      measured: together.peakMegabytes,
      limit: 500,
      must: 'stay below',
      unit: 'MB',
      detail: 'resident, the clouds in the same process',
    },
  ]
}

const secondsOf = ({ summary }: ChallengeReport): number => summary.elapsedMs / 1000

const slowestIn = ({ rounds }: ChallengeReport): readonly string[] => {
  const elapsed = new Map<string, number>()
  for (const { cloud, elapsedMs } of rounds) elapsed.set(cloud, Math.max(elapsed.get(cloud) ?? 0, elapsedMs))
  return [...elapsed]
    .sort(([, one], [, other]) => other - one)
    .slice(0, candidates)
    .map(([cloud]) => cloud)
}

interface Run {
  readonly report: ChallengeReport
  readonly peakMegabytes: number
}

/** One `portolan challenge` with a home of its own. Throws unless every round passes. */
const run = async (names: readonly string[]): Promise<Run> => {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
  const home = await mkdtemp(join(tmpdir(), 'portolan-bench-'))
  let peakMegabytes = Number.NaN
  try {
    const portolan = spawn(
      process.execPath,
      [main, 'challenge', '--embedded', names.join(','), '--latency', 'realistic', '-o', 'json'],
      { env: { PATH: process.env.PATH ?? '', HOME: home }, stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const watch = setInterval(async () => {
      peakMegabytes = (await peakOf(portolan.pid)) ?? peakMegabytes
    }, 250)
    const output = await text(portolan.stdout)
    clearInterval(watch)
    const report = challengeReportSchema.parse(JSON.parse(output))
    const { passed, rounds } = report.summary
    if (passed < rounds) throw new Error(report.rounds.map(({ cause }) => cause ?? 'passed').join('; '))
    return { report, peakMegabytes }
  } finally {
    await rm(home, { recursive: true })
  }
}

/** The most memory that a process was ever resident with, as Linux tells it (proc(5), VmHWM); `undefined` once it has ended. */
const peakOf = async (pid: number | undefined): Promise<number | undefined> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024
}
