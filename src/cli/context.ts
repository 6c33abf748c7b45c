import type { Colors } from 'picocolors/types.js'
import type { World } from './world.ts'

export const outputFormats = ['table', 'wide', 'json', 'yaml', 'name'] as const
export type OutputFormat = (typeof outputFormats)[number]

/** What every command is given beside its own input. */
export interface Context {
  readonly world: World
  readonly output: OutputFormat
  /** True when events go to stdout, one JSON object a line, in place of the data. */
  readonly events: boolean
  /** True when questions count as answered with yes. */
  readonly yes: boolean
  /** For what goes to stdout. */
  readonly colors: Colors
  /** For what goes to stderr. */
  readonly messageColors: Colors
  /** Aborts at the first Ctrl-C: begin nothing new, finish what is in flight, save. */
  readonly drain: AbortSignal
  /** Aborts at the second Ctrl-C: stop now. */
  readonly stop: AbortSignal
  /** Writes one line to stderr. */
  say(line: string): void
}
