import { CloudError } from '../../../model/cloud-error.ts'
import type { Microversion } from '../../../wire/openstack/microversion.ts'
import { compareMicroversions, parseMicroversion } from '../../../wire/openstack/microversion.ts'
import type { ServiceDefinition } from './service.ts'

type Range = NonNullable<ServiceDefinition['microversions']>

const none: Microversion = { major: 0, minor: 0 }

/**
 * The microversion that a request asks for. Throws `invalid` with the reason `InvalidMicroversion` for one that cannot be read, and `unsupported` with
 * the reason `MicroversionNotSupported` for one outside the range (400 and 406, as the API-SIG's microversion specification has it).
 */
export const negotiate = (headers: Headers, range: Range | undefined): Microversion => {
  if (!range) return none
  const [min, max] = [parseMicroversion(range.min) ?? none, parseMicroversion(range.max) ?? none]
  const asked = askedFor(headers, range)
  if (asked === undefined) return min
  if (asked === 'latest') return max
  const wanted = parseMicroversion(asked)
  if (!wanted)
    throw new CloudError(
      'invalid',
      `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`,
      { reason: 'InvalidMicroversion' },
    )
  if (compareMicroversions(wanted, min) < 0 || compareMicroversions(wanted, max) > 0)
    throw new CloudError(
      'unsupported',
      `Version ${asked} is not supported by the API. Minimum is ${range.min} and maximum is ${range.max}.`,
      { reason: 'MicroversionNotSupported' },
    )
  return wanted
}

const askedFor = (headers: Headers, { word, legacyHeader }: Range): string | undefined => {
  for (const part of headers.get('openstack-api-version')?.split(',') ?? []) {
    const [service, version] = part.trim().split(/\s+/)
    if (service?.toLowerCase() === word && version !== undefined) return version
  }
  return (legacyHeader && headers.get(legacyHeader)) || undefined
}
