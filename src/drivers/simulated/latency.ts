import type { Random } from '../../lib/random.ts'

/** How long things take, in milliseconds; what is absent takes no time and is done before the call resolves. */
export interface LatencyOptions {
  /** Every call, before anything is done. */
  readonly apiCall?: number
  readonly networkCreate?: number
  readonly imageImport?: number
  readonly volumeCreate?: number
  readonly volumeExtend?: number
  readonly volumeDelete?: number
  readonly snapshotCreate?: number
  readonly snapshotDelete?: number
  readonly attach?: number
  readonly detach?: number
  readonly serverBuild?: number
  readonly serverStart?: number
  readonly serverStop?: number
  readonly serverReboot?: number
  readonly serverResize?: number
  readonly serverDelete?: number
  readonly serverImage?: number
  /** From an `active` server to a guest that listens. */
  readonly guestBoot?: number
  /** How far each duration strays, as a part of it: 0.2 means 20 % less to 20 % more. */
  readonly jitter?: number
}

export type LatencyName = Exclude<keyof LatencyOptions, 'jitter'>

/** Draws a duration for each thing that takes time. Never negative. */
export const latencyModel =
  (options: LatencyOptions, random: Random) =>
  (name: LatencyName): number => {
    const duration = options[name] ?? 0
    if (duration <= 0) return 0
    return Math.max(0, duration * (1 + (options.jitter ?? 0) * (2 * random.next() - 1)))
  }
