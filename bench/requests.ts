import { startChild } from './child.ts'
import { answersPerSecond } from './load.ts'
import { type Measurement, median } from './measurement.ts'
import type { Contest, Spent, Target } from './serve-both.ts'

const [warmUp, rounds, requestsPerRound] = [3000, 7, 2000]

interface Round {
  readonly perSecond: number
  /** Requests per second of the server's own processor time: what the machine's other work cannot touch. */
  readonly perProcessorSecond: number
}

/** The embedded cloud's answers against the same bytes from a bare Hono route: one server process, this process its client, turn by turn. */
export const requests = async (): Promise<readonly Measurement[]> => {
  await using server = startChild('serve-both.ts')
  const contests = (await server.ask()) as readonly Contest[]
  const ask = async (target: Target): Promise<Round> => {
    const before = (await server.ask('spent?')) as Spent
    const perSecond = await askTimes(target, requestsPerRound)
    const spent = ((await server.ask('spent?')) as Spent) - before
    return { perSecond, perProcessorSecond: requestsPerRound / (spent / 1e6) }
  }
  const measurements: Measurement[] = []
  for (const { name, embedded, bare } of contests) {
    for (const target of [embedded, bare]) await askTimes(target, warmUp)
    const pairs: Array<{ readonly embedded: Round; readonly bare: Round }> = []
    for (let round = 0; round < rounds; round += 1) pairs.push({ embedded: await ask(embedded), bare: await ask(bare) })
    const ratio = (read: (round: Round) => number) => median(pairs.map((pair) => read(pair.embedded) / read(pair.bare)))
    const [own, others] = (['embedded', 'bare'] as const).map((side) =>
      median(pairs.map((pair) => pair[side].perSecond)),
    )
    const byProcessor = ratio(({ perProcessorSecond }) => perProcessorSecond)
    measurements.push({
      name: `${name}: requests/s, over a bare Hono route's`,
      measured: ratio(({ perSecond }) => perSecond),
      limit: 0.5,
      must: 'reach',
      unit: '×',
      detail: `${own?.toFixed(0)} over ${others?.toFixed(0)} requests/s; ${byProcessor.toFixed(2)} × by the server's processor time`,
    })
  }
  return measurements
}

/** Answers per second of that many requests. */
const askTimes = (target: Target, count: number): Promise<number> => {
  let left = count
  return answersPerSecond({ ...target, method: 'GET', status: 200 }, () => left-- > 0)
}
