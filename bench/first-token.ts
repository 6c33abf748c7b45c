import { startEmbeddedCloud } from '#built/embedded/embedded-cloud'
import { classic } from '#built/embedded/profiles/classic'
import { systemClock } from '#built/lib/clock'
import { systemRandom } from '#built/lib/random'
import { logIn } from './log-in.ts'

/** A child's whole life: starts an embedded cloud and logs in, and tells how many milliseconds that took. Nothing of it is warm. */
const startedAt = performance.now()
await using cloud = await startEmbeddedCloud({
  profile: classic,
  clock: systemClock,
  random: systemRandom,
  onUnexpected: console.error,
})
const { url, ...request } = logIn(cloud.entry)
const answer = await fetch(url, request)
if (answer.status !== 201) throw new Error(`logging in was answered with ${answer.status}`)
await answer.arrayBuffer()
process.send?.(performance.now() - startedAt)
