import type { ObservedExchange } from '../../src/embedded/observed-exchange.ts'
import { ExchangeJudge } from './exchange-judge.ts'
import { type KnownError, knownErrorOf } from './known-errors.ts'

/** How one operation's answers differ from its description, with every exchange that does so counted. */
export interface Deviation {
  readonly service: string
  readonly operation: string
  /** `/volume/snapshot_id type: must be string, found null`. */
  readonly what: string
  readonly microversions: readonly string[]
  readonly exchanges: number
  /** Present where the description is wrong. */
  readonly known?: KnownError
}

/** What was judged of one service. */
export interface ServiceJudgement {
  readonly service: string
  /** Described operations, each action one of its own, that were asked for with success. */
  readonly operations: number
  readonly microversions: number
  /** Answers that were compared with a description: good ones with theirs, refusals with the form of the service's faults. */
  readonly answers: number
  readonly refusals: number
}

/** All exchanges of some clients, judged. */
export interface Judgement {
  readonly exchanges: number
  readonly services: readonly ServiceJudgement[]
  /** Where the front has to change. */
  readonly deviations: readonly Deviation[]
  /** Where a description is wrong. */
  readonly excused: readonly Deviation[]
  /** Operations whose answers nothing describes, each with the reason. */
  readonly undescribed: ReadonlyMap<string, string>
}

/** Judges exchanges by the descriptions in a folder. */
export const judgeExchanges = (exchanges: Iterable<ObservedExchange>, folder: string): Judgement => {
  const judge = new ExchangeJudge(folder)
  const deviations = new Map<string, Mutable<Deviation> & { readonly seen: Set<string> }>()
  const services = new Map<string, ServiceTally>()
  const undescribed = new Map<string, string>()
  let count = 0
  for (const exchange of exchanges) {
    count += 1
    const verdict = judge.judge(exchange)
    const { service = 'none', operation, microversion = '', status } = verdict
    const tally = services.get(service) ?? newTally()
    services.set(service, tally)
    if (verdict.undescribed !== undefined) undescribed.set(`${service} ${operation}`, verdict.undescribed)
    else {
      tally.answers += 1
      if (status >= 400) tally.refusals += 1
      else tally.operations.add(operation)
      tally.microversions.add(microversion)
    }
    for (const difference of verdict.deviations) {
      const { at, keyword, message, found } = difference
      const what = `${at === '' ? 'the answer' : at} ${keyword}: ${message}, found ${found}`
      const key = `${service} ${operation} ${what}`
      const known = knownErrorOf(verdict, difference)
      const deviation = deviations.get(key) ?? {
        service,
        operation,
        what,
        microversions: [],
        exchanges: 0,
        seen: new Set(),
        ...(known ? { known } : {}),
      }
      deviation.exchanges += 1
      deviation.seen.add(microversion)
      deviations.set(key, deviation)
    }
  }
  const all = [...deviations.values()].map(({ seen, ...deviation }) => ({ ...deviation, microversions: [...seen] }))
  return {
    exchanges: count,
    services: [...services]
      .filter(([service]) => service !== 'none')
      .map(([service, { operations, microversions, answers, refusals }]) => ({
        service,
        operations: operations.size,
        microversions: microversions.size,
        answers,
        refusals,
      })),
    deviations: all.filter(({ known }) => known === undefined),
    excused: all.filter(({ known }) => known !== undefined),
    undescribed,
  }
}

interface ServiceTally {
  readonly operations: Set<string>
  readonly microversions: Set<string>
  answers: number
  refusals: number
}

const newTally = (): ServiceTally => ({ operations: new Set(), microversions: new Set(), answers: 0, refusals: 0 })

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }
