import type { World } from './world.ts'

export interface EventWriter {
  write(event: object): void
}

/** Writes events to stdout as they come, one JSON object a line. The first line says which schema they are of. */
export const openEventWriter = ({ stdout }: Pick<World, 'stdout'>, schema: string): EventWriter => {
  const write = (event: object) => stdout.write(`${JSON.stringify(event)}\n`)
  write({ type: 'version', schema })
  return { write }
}
