import type { Microversion } from '../../../wire/openstack/microversion.ts'
import { formatMicroversion } from '../../../wire/openstack/microversion.ts'
import type { ServiceDefinition } from './service.ts'

export type HeaderRecord = Readonly<Record<string, string>>

/** The headers that every answer to one request has, a refusal too: the request's id, and the microversion that the answer was made for. */
export const commonHeaders = (
  service: ServiceDefinition | undefined,
  requestId: string,
  microversion: Microversion | undefined,
): HeaderRecord => {
  const { requestIdHeader, microversions } = service ?? {}
  const ids = {
    'x-openstack-request-id': requestId,
    ...(requestIdHeader === undefined ? {} : { [requestIdHeader]: requestId }),
  }
  if (!microversions || !microversion) return ids
  const { word, legacyHeader } = microversions
  const version = formatMicroversion(microversion)
  return {
    ...ids,
    'openstack-api-version': `${word} ${version}`,
    ...(legacyHeader === undefined ? {} : { [legacyHeader]: version }),
    vary: legacyHeader === undefined ? 'OpenStack-API-Version' : `OpenStack-API-Version, ${legacyHeader}`,
  }
}

/** An answer's own headers and the common ones, in one record. Its own `vary` stays, before theirs. */
export const withCommonHeaders = (own: HeaderRecord, common: HeaderRecord): HeaderRecord =>
  own.vary === undefined || common.vary === undefined
    ? { ...own, ...common }
    : { ...own, ...common, vary: `${own.vary}, ${common.vary}` }

/** The same for an answer that is there already. */
export const addCommonHeaders = (headers: Headers, common: HeaderRecord): void => {
  for (const [name, value] of Object.entries(common))
    if (name === 'vary') headers.append(name, value)
    else headers.set(name, value)
}
