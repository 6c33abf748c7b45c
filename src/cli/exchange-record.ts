import type { ObservedExchange } from '../embedded/observed-exchange.ts'
import type { World } from './world.ts'

/** A file of exchanges, one JSON object a line, in the order in which they were answered. */
export interface ExchangeRecord extends AsyncDisposable {
  add(cloud: string, exchange: ObservedExchange): void
}

/** Starts the file anew; only its owner may read it. Disposing resolves once everything added stands in it, and rejects where it could not be written. */
export const openExchangeRecord = async (files: World['files'], path: string): Promise<ExchangeRecord> => {
  await files.write(path, '', { secret: true })
  let waiting = ''
  let written = Promise.resolve()
  let failure: unknown
  const writeWaiting = async () => {
    const text = waiting
    waiting = ''
    if (text !== '') await files.append(path, text)
  }
  return {
    add: (cloud, exchange) => {
      waiting += `${JSON.stringify({ cloud, ...exchange })}\n`
      written = written.then(writeWaiting).catch((error: unknown) => {
        failure ??= error
      })
    },
    [Symbol.asyncDispose]: async () => {
      await written
      if (failure !== undefined) throw failure
    },
  }
}
