/** What takes long is asked for less often, and found out at most this part of its time late. */
const latestPart = 1 / 12

/** The longest time between two looks, in milliseconds. */
const longestMs = 10_000

/** How long to wait before looking again at what was begun so long ago; both and the shortest such wait in milliseconds. */
export const intervalAfter = (elapsedMs: number, shortestMs: number): number =>
  Math.max(shortestMs, Math.min(elapsedMs * latestPart, longestMs))
