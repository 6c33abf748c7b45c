import type { ObservedExchange } from '../../../src/embedded/observed-exchange.ts'
import { classic } from '../../../src/embedded/profiles/classic.ts'
import { describedServices } from '../described-services.ts'
import { readDescription } from '../description.ts'
import { ExchangeJudge } from '../exchange-judge.ts'
import { type Judgement, judgeExchanges } from '../judgement.ts'
import { type JudgedFront, openJudgedFront } from './judged-front.ts'
import { MutatedSession } from './mutated-session.ts'
import { describedVersions, remainingRoutes, wholeSession } from './whole-session.ts'

/** Every service's session on an embedded cloud, judged. The front is the caller's to close. */
export interface JudgedSession {
  readonly front: JudgedFront
  readonly judgement: Judgement
  /** Routes that no session uses: each was asked for once, with ids that stand for nothing. */
  readonly remaining: readonly string[]
}

/** Asks Nova at one of `every` microversions that its description tells apart, and Cinder and Placement at all of theirs. */
export const judgedSession = async (folder: string, every: number): Promise<JudgedSession> => {
  const exchanges: ObservedExchange[] = []
  const front = await openJudgedFront(classic, (exchange) => exchanges.push(exchange))
  const versionsOf = (type: string, range: Parameters<typeof describedVersions>[1]) => {
    const file = describedServices.find((service) => service.type === type)?.file
    return file === undefined ? [] : describedVersions(readDescription(folder, file), range)
  }
  await wholeSession(front, {
    compute: versionsOf('compute', { lowest: '2.1', newest: '2.96', every }),
    volume: versionsOf('block-storage', { lowest: '3.0', newest: '3.71' }),
    placement: versionsOf('placement', { lowest: '1.0', newest: '1.39' }),
  })
  const asked = new Set(exchanges.map(({ method, path }) => `${method} ${path.split('?')[0]}`))
  const remaining = await remainingRoutes(front, asked)
  return { front, judgement: judgeExchanges(exchanges, folder), remaining }
}

/** The same with mutations of each body sent before it, at the lowest and the newest microversions. Resolves with what broke the session off, if anything did. */
export const mutatedSession = async (
  folder: string,
  runs: number,
): Promise<{ readonly front: JudgedFront; readonly session: MutatedSession; readonly broken: string | undefined }> => {
  let last: ObservedExchange | undefined
  const front = await openJudgedFront(classic, (exchange) => {
    last = exchange
  })
  const session = new MutatedSession(front, new ExchangeJudge(folder), () => last, runs)
  const versions = { compute: ['2.1', '2.96'], volume: ['3.0', '3.71'], placement: [] }
  const broken = await wholeSession(front, versions, (asked) => session.before(asked)).then(() => undefined, String)
  return { front, session, broken }
}
