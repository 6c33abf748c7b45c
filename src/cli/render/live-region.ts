import type { createLogUpdate } from 'log-update'
import type { TextStream } from '../world.ts'

/** The lower part of a terminal, drawn anew in place. */
export interface LiveRegion {
  /** Replaces what is drawn. */
  draw(lines: readonly string[]): void
  /** Leaves what is drawn standing and gives the cursor back. */
  done(): void
}

/** Opens a live region on a terminal. */
export const openLiveRegion = async (stream: TextStream): Promise<LiveRegion> => {
  const { createLogUpdate } = await import('log-update')
  const update = createLogUpdate(asWritable(stream))
  return {
    draw: (lines) => update(lines.join('\n')),
    done: () => update.done(),
  }
}

/** log-update asks its stream for `write`, its size and whether it is a terminal, and for nothing else. */
const asWritable = (stream: TextStream): Parameters<typeof createLogUpdate>[0] =>
  stream as unknown as Parameters<typeof createLogUpdate>[0]
