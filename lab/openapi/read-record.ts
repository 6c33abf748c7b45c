import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ObservedExchange } from '../../src/embedded/observed-exchange.ts'

/** The exchanges that `portolan cloud serve --record` wrote. A last line that was cut off is passed over: the cloud was stopped while writing. */
export const readRecord = async (path: string): Promise<readonly ObservedExchange[]> => {
  const exchanges: ObservedExchange[] = []
  let broken: string | undefined
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (broken !== undefined) throw new SyntaxError(`${path}: line ${exchanges.length + 1} is no JSON`)
    try {
      exchanges.push(JSON.parse(line) as ObservedExchange)
    } catch {
      broken = line
    }
  }
  return exchanges
}
