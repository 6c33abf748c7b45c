import { startEmbeddedCloud } from '#built/embedded/embedded-cloud'
import { classic } from '#built/embedded/profiles/classic'
import { systemClock } from '#built/lib/clock'
import { systemRandom } from '#built/lib/random'

/** A child's life: serves an embedded cloud until it is killed. Its only message is the cloud's entry of clouds.yaml. */
const unlimited = { instances: -1, cores: -1, ram: -1 }
const cloud = await startEmbeddedCloud({
  profile: { ...classic, front: { ...classic.front, quotas: { compute: unlimited } } },
  clock: systemClock,
  random: systemRandom,
  onUnexpected: console.error,
})
process.send?.(cloud.entry)
