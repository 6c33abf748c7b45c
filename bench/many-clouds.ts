import { startEmbeddedCloud } from '#built/embedded/embedded-cloud'
import { classic } from '#built/embedded/profiles/classic'
import { systemClock } from '#built/lib/clock'
import { Disposal } from '#built/lib/disposal'
import { systemRandom } from '#built/lib/random'

/** A child's whole life: starts one embedded cloud and then ten more, and tells how much memory each of those took. Needs --expose-gc. */
const further = 10
const megabytesNow = async (): Promise<{ readonly resident: number; readonly heap: number }> => {
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc?.()
    await systemClock.sleep(100)
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { resident: rss / 2 ** 20, heap: (heapUsed + external) / 2 ** 20 }
}
await using clouds = new Disposal()
const start = async () =>
  clouds.use(
    await startEmbeddedCloud({
      profile: classic,
      clock: systemClock,
      random: systemRandom,
      onUnexpected: console.error,
    }),
  )
await start()
const one = await megabytesNow()
for (let index = 0; index < further; index += 1) await start()
const all = await megabytesNow()
process.send?.({
  resident: (all.resident - one.resident) / further,
  heap: (all.heap - one.heap) / further,
})
