import type { Browser } from 'playwright-core'
import { openChromium } from '../../lab/chromium.ts'
import { installDebianPackages } from '../../lab/debian-packages.ts'
import { type Horizon, horizonPackages, startHorizon } from '../../lab/horizon/start-horizon.ts'
import { type EmbeddedFront, openEmbeddedFront } from '../../src/embedded/embedded-front.ts'
import type { EmbeddedProfile } from '../../src/embedded/embedded-profile.ts'
import { listen } from '../../src/fronts/listen.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { systemRandom } from '../../src/lib/random.ts'

/** What the cloud answered Horizon. */
interface Answer {
  readonly request: string
  readonly status: number
}

/** Debian's Horizon before an embedded cloud in this process, and a browser. */
export interface HorizonStage extends AsyncDisposable {
  readonly horizon: Horizon
  readonly users: EmbeddedFront['users']
  readonly browser: Browser
  /** Every answer of the cloud so far. */
  readonly answers: readonly Answer[]
  /** What failed inside the cloud, which must be nothing. */
  readonly unexpected: readonly unknown[]
}

/** Installs Horizon where it is missing, and starts all. */
export const startHorizonStage = async (profile: EmbeddedProfile): Promise<HorizonStage> => {
  await installDebianPackages(horizonPackages, (line) => process.stderr.write(`${line}\n`))
  const open = new Disposal()
  try {
    const [unexpected, answers]: [unknown[], Answer[]] = [[], []]
    const world = { clock: systemClock, random: systemRandom, onUnexpected: (error: unknown) => unexpected.push(error) }
    const { front, users } = open.use(await openEmbeddedFront({ profile, ...world }))
    const observed = async (request: Request) => {
      const answer = await front.fetch(request)
      const { pathname, search } = new URL(request.url)
      answers.push({ request: `${request.method} ${pathname}${search}`, status: answer.status })
      return answer
    }
    const { origin } = open.use(await listen(observed, { host: '127.0.0.1', port: 0 }))
    const cloud = { keystoneUrl: `${origin}/identity/v3`, domainName: users.domainName }
    const horizon = open.use(await startHorizon(cloud))
    const browser = await openChromium()
    open.use({ [Symbol.asyncDispose]: () => browser.close() })
    return { horizon, users, browser, answers, unexpected, [Symbol.asyncDispose]: () => open[Symbol.asyncDispose]() }
  } catch (error) {
    await open[Symbol.asyncDispose]()
    throw error
  }
}
