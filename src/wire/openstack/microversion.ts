/** An API microversion, such as 2.96: not a semantic version, and 2.9 comes before 2.10. */
export interface Microversion {
  readonly major: number
  readonly minor: number
}

/** The microversion that `text` writes, or undefined when it writes none. */
export const parseMicroversion = (text: string): Microversion | undefined => {
  const match = /^([1-9]\d{0,3})\.(0|[1-9]\d{0,3})$/.exec(text.trim())
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined
}

export const formatMicroversion = ({ major, minor }: Microversion): string => `${major}.${minor}`

/** Negative when `a` is older, positive when it is newer, 0 when they are the same. */
export const compareMicroversions = (a: Microversion, b: Microversion): number => a.major - b.major || a.minor - b.minor

/** True when the microversion is `floor`, such as `2.47`, or newer. Throws RangeError when `floor` is none: that is a mistake in the code. */
export const isAtLeast = (microversion: Microversion, floor: string): boolean => {
  const parsed = floors.get(floor) ?? parseMicroversion(floor)
  if (!parsed) throw new RangeError(`not a microversion: ${floor}`)
  floors.set(floor, parsed)
  return compareMicroversions(microversion, parsed) >= 0
}

/** Floors are literals of the code, so this stays small. */
const floors = new Map<string, Microversion>()
