import { expect, it } from 'vitest'
import { driverOverFront } from '../../lab/embedded/driver-over-front.ts'
import { collect } from '../lib/async-iterable.ts'
import { ManualClock } from '../lib/clock.ts'
import { seededRandom } from '../lib/random.ts'
import { Cloud } from './cloud.ts'

const call = { signal: new AbortController().signal }

/** Lets time pass until the work is done, and gives how much of it. */
const timed = async <Result>(clock: ManualClock, work: PromiseLike<Result>) => {
  const start = clock.now()
  let isDone = false
  const done = Promise.resolve(work).finally(() => {
    isDone = true
  })
  while (!isDone) await clock.advance(50)
  return { result: await done, milliseconds: clock.now() - start }
}

it('a cloud that lets few requests through is waited for, and nothing is lost', async () => {
  const clock = new ManualClock()
  const { result: opened } = await timed(clock, driverOverFront({ clock, front: { rateLimit: { perSecond: 12 } } }))
  const cloud = new Cloud(opened.driver, { name: 'slow', clock, random: seededRandom(1) })
  const asked = Array.from({ length: 30 }, () => collect(cloud.networks.list(call)))
  const { result, milliseconds } = await timed(clock, Promise.all(asked))
  expect(new Set(result.map((networks) => networks.length)).size).toBe(1)
  expect(opened.sent.some(({ status }) => status === 429)).toBe(true)
  expect(milliseconds).toBeGreaterThan(1000)
  await timed(clock, cloud[Symbol.asyncDispose]())
})

it('a rate_limit in the configuration is kept from the first request on, so that the cloud never has to say it', async () => {
  const clock = new ManualClock()
  const peculiar = { clock, front: { rateLimit: { perSecond: 40 } }, settings: { rate_limit: 5 } }
  const { result: opened } = await timed(clock, driverOverFront(peculiar))
  const asked = Array.from({ length: 10 }, () => collect(opened.driver.networks.list(call)))
  const { milliseconds } = await timed(clock, Promise.all(asked))
  expect(milliseconds).toBeGreaterThanOrEqual(1800)
  expect(opened.sent.filter(({ status }) => status === 429)).toEqual([])
  await timed(clock, opened[Symbol.asyncDispose]())
})
