import type { Daemons } from './daemons.ts'
import { labApis } from './lab-addresses.ts'
import { answers } from './start-services.ts'

/** What runs and what answers, a line each; `running` when all of it does. */
export const labStatus = async (
  daemons: Daemons,
): Promise<{ readonly lines: readonly string[]; readonly running: boolean }> => {
  const names = [...(await daemons.names())].sort()
  if (names.length === 0) return { lines: ['nothing of the lab runs'], running: false }
  const processes = await Promise.all(
    names.map(async (name) => ({ name, detail: daemons.log(name), well: await daemons.alive(name) })),
  )
  const apis = await Promise.all(
    Object.entries(labApis).map(async ([name, { type, url }]) => ({
      name: type === 'volumev3' ? 'block-storage API' : `${type} API`,
      detail: `${name} on ${url}`,
      well: await answers(url),
    })),
  )
  const all = [...processes, ...apis]
  const width = Math.max(...all.map(({ name }) => name.length))
  return {
    lines: all.map(({ name, detail, well }) => `${name.padEnd(width)}  ${well ? 'runs ' : 'ended'}  ${detail}`),
    running: all.every(({ well }) => well),
  }
}
