import { closest, distance } from 'fastest-levenshtein'

/** The candidate that was probably meant: at most two fifths of its letters away; `undefined` when none is near. */
export const didYouMean = (written: string, candidates: readonly string[]): string | undefined => {
  if (candidates.length === 0) return undefined
  const nearest = closest(written.slice(0, 100), candidates)
  return distance(written.slice(0, 100), nearest) <= Math.max(1, Math.floor(nearest.length * 0.4)) ? nearest : undefined
}
