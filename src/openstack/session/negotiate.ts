import { CloudError } from '../../model/cloud-error.ts'
import type { Microversion } from '../../wire/openstack/microversion.ts'
import { compareMicroversions, formatMicroversion, parseMicroversion } from '../../wire/openstack/microversion.ts'

/** The microversions whose answers the code that makes a call understands. */
export interface MicroversionRange {
  /** Absent when even a service without microversions will do. */
  readonly min?: string
  readonly max: string
}

/**
 * The microversion to speak: the newest that both sides know, or `preferred` where it is among them. Undefined when the service has none and needs
 * none. Throws `unsupported`, naming the microversion that is missing.
 */
export const negotiate = (
  service: string,
  range: MicroversionRange,
  offered: { readonly min: Microversion; readonly max: Microversion } | undefined,
  preferred?: string,
): Microversion | undefined => {
  const floor = range.min === undefined ? undefined : literal(range.min)
  if (!offered) {
    if (!floor) return undefined
    throw new CloudError('unsupported', `${service} on this cloud has no microversions, and this needs ${range.min}`)
  }
  const highest = older(literal(range.max), offered.max)
  const lowest = floor && compareMicroversions(floor, offered.min) > 0 ? floor : offered.min
  if (compareMicroversions(highest, lowest) < 0) {
    const tooOld = floor && compareMicroversions(offered.max, floor) < 0
    throw new CloudError(
      'unsupported',
      tooOld
        ? `${service} on this cloud speaks microversions up to ${formatMicroversion(offered.max)}, and this needs ${range.min}`
        : `${service} on this cloud speaks microversions from ${formatMicroversion(offered.min)}, and this knows them up to ${range.max}`,
    )
  }
  const wish = preferred === undefined ? undefined : parseMicroversion(preferred)
  if (!wish || compareMicroversions(wish, highest) > 0) return highest
  return compareMicroversions(wish, lowest) < 0 ? lowest : wish
}

const older = (a: Microversion, b: Microversion): Microversion => (compareMicroversions(a, b) < 0 ? a : b)

const literal = (text: string): Microversion => {
  const parsed = parseMicroversion(text)
  if (!parsed) throw new RangeError(`not a microversion: ${text}`)
  return parsed
}
