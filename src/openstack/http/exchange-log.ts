import type { Exchange } from './exchange.ts'

/** What was last said between a session and its cloud. */
export interface ExchangeLog {
  /** The exchanges that are still kept of those that began at that time (milliseconds since the Unix epoch) or later, in the order of their beginning. */
  since(time: number): readonly Exchange[]
}

/** The most exchanges that are kept, and as many again of those that went wrong, which a cloud that is being polled would soon push out. */
const mostKept = 48

/** The most characters of bodies that each of the two keeps. */
const mostText = 786_432

/** An empty log and what fills it: `record` is an `onExchange`. Holds no more than 3 MB, whatever the cloud answers. */
export const openExchangeLog = (): ExchangeLog & { readonly record: (exchange: Exchange) => void } => {
  const latest = ring()
  const wrong = ring()
  return {
    record: (exchange) => {
      latest.add(exchange)
      if (exchange.status === undefined || exchange.status >= 400) wrong.add(exchange)
    },
    since: (time) =>
      [...new Set([...latest.all(), ...wrong.all()])]
        .filter(({ startedAt }) => startedAt >= time)
        .sort((a, b) => a.startedAt - b.startedAt),
  }
}

const ring = () => {
  const kept: Exchange[] = []
  let text = 0
  return {
    all: (): readonly Exchange[] => kept,
    add: (exchange: Exchange) => {
      kept.push(exchange)
      text += exchange.weight
      while (kept.length > mostKept || text > mostText) text -= kept.shift()?.weight ?? 0
    },
  }
}
