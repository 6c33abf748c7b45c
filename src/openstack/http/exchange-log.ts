import type { Exchange } from './exchange.ts'

/** What was last said between a session and its cloud. */
export interface ExchangeLog {
  /** The exchanges that are still kept of those that began at that time (milliseconds since the Unix epoch) or later, in the order of their beginning. */
  since(time: number): readonly Exchange[]
}

/** The most exchanges that are kept, and as many again of those that went wrong, which a cloud that is being polled would soon push out. */
const mostKept = 48

/** The most characters of bodies that each of the three keeps. */
const mostText = 524_288

/**
 * An empty log and what fills it: `record` is an `onExchange`. The newest exchange of each sort stays while others of its sort follow, however often
 * the cloud is polled meanwhile. Holds no more than 3 MB, whatever the cloud answers.
 */
export const openExchangeLog = (): ExchangeLog & { readonly record: (exchange: Exchange) => void } => {
  const latest = ring()
  const wrong = ring()
  const sorts = ring(sortOf)
  return {
    record: (exchange) => {
      latest.add(exchange)
      sorts.add(exchange)
      if (exchange.status === undefined || exchange.status >= 400) wrong.add(exchange)
    },
    since: (time) =>
      [...new Set([...latest.all(), ...wrong.all(), ...sorts.all()])]
        .filter(({ startedAt }) => startedAt >= time)
        .sort((a, b) => a.startedAt - b.startedAt),
  }
}

/** The same for requests that differ in nothing but ids and queries. */
const sortOf = ({ service, method, url, status }: Exchange): string =>
  [service, method, url.split('?')[0]?.replace(/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/g, '*'), status].join(' ')

/** The newest exchanges; the newest of each name, where names are given. */
const ring = (nameOf?: (exchange: Exchange) => string) => {
  const kept = new Map<unknown, Exchange>()
  let text = 0
  const drop = (key: unknown) => {
    text -= kept.get(key)?.weight ?? 0
    kept.delete(key)
  }
  return {
    all: (): Iterable<Exchange> => kept.values(),
    add: (exchange: Exchange) => {
      const key = nameOf?.(exchange) ?? exchange
      drop(key)
      kept.set(key, exchange)
      text += exchange.weight
      while (kept.size > mostKept || text > mostText) drop(kept.keys().next().value)
    },
  }
}
