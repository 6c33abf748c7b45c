import type { Context } from 'hono'
import { formatMicroversion } from '../../../wire/openstack/microversion.ts'
import type { ServiceEnv } from './service.ts'

export type HeaderRecord = Readonly<Record<string, string>>

/** The headers that every answer to one request has, a refusal too: the request's id, and the microversion that the answer was made for. */
export const commonHeaders = (context: Context<ServiceEnv>): HeaderRecord => {
  const { requestIdHeader, microversions } = context.get('service') ?? {}
  const requestId = context.get('requestId')
  const microversion = context.get('microversion')
  const headers: Record<string, string> = { 'x-openstack-request-id': requestId }
  if (requestIdHeader !== undefined) headers[requestIdHeader] = requestId
  if (!microversions || !microversion) return headers
  const { word, legacyHeader } = microversions
  const version = formatMicroversion(microversion)
  headers['openstack-api-version'] = `${word} ${version}`
  if (legacyHeader !== undefined) headers[legacyHeader] = version
  headers.vary = legacyHeader === undefined ? 'OpenStack-API-Version' : `OpenStack-API-Version, ${legacyHeader}`
  return headers
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
