import { startChild } from './child.ts'
import { type Measurement, median } from './measurement.ts'
import type { Target } from './serve-both.ts'
import type { Footprint, ObjectContest } from './serve-objects.ts'
import { readFrom, sendTo } from './transfer.ts'

const [warmUpMiB, sizeMiB, rounds] = [128, 1024, 5]

interface Transfer {
  readonly seconds: number
  readonly processorSeconds: number
  /** Of resident memory, above what there was before. */
  readonly grownMB: number
}

/** 1 GiB into the embedded cloud's object storage and out of it, against Node's own server with a file: one server process, this process its client, turn by turn. */
export const objectStorage = async (): Promise<readonly Measurement[]> => {
  await using server = startChild('serve-objects.ts')
  const contest = (await server.ask()) as ObjectContest
  const ask = async (): Promise<Footprint> => (await server.ask('?')) as Footprint
  const transfer = async (way: typeof sendTo, target: Target, mebibytes: number): Promise<Transfer> => {
    const { now } = await ask()
    const seconds = await way(target, mebibytes)
    const { peak, spent } = await ask()
    return { seconds, processorSeconds: spent / 1e6, grownMB: (peak - now) / 1e6 }
  }
  const ways = [
    { name: 'upload', way: sendTo },
    { name: 'download', way: readFrom },
  ]
  for (const target of [contest.plain, contest.embedded])
    for (const { way } of ways) await transfer(way, target, warmUpMiB)
  const measurements: Measurement[] = []
  for (const { name, way } of ways) {
    const pairs: Array<{ readonly plain: Transfer; readonly embedded: Transfer }> = []
    for (let round = 0; round < rounds; round += 1)
      pairs.push({
        plain: await transfer(way, contest.plain, sizeMiB),
        embedded: await transfer(way, contest.embedded, sizeMiB),
      })
    const ratio = (read: (transfer: Transfer) => number) =>
      median(pairs.map(({ plain, embedded }) => read(plain) / read(embedded)))
    const speed = (side: 'plain' | 'embedded') => sizeMiB / median(pairs.map((pair) => pair[side].seconds))
    const grown = (side: 'plain' | 'embedded') => Math.max(...pairs.map((pair) => pair[side].grownMB))
    const byProcessor = ratio(({ processorSeconds }) => processorSeconds)
    measurements.push(
      {
        name: `object ${name} of 1 GiB: speed, over Node's own http server with a file`,
        measured: ratio(({ seconds }) => seconds),
        limit: 0.5,
        must: 'reach',
        unit: '×',
        detail: `${speed('embedded').toFixed(0)} over ${speed('plain').toFixed(0)} MiB/s; ${byProcessor.toFixed(2)} × by the server's processor time; median of ${rounds}`,
      },
      {
        name: `object ${name} of 1 GiB: memory of the server, over idle`,
        measured: grown('embedded'),
        limit: 64,
        must: 'stay below',
        unit: 'MB',
        detail: `resident, the most of ${rounds}; Node's own http server ${grown('plain').toFixed(1)} MB`,
      },
    )
  }
  return measurements
}
