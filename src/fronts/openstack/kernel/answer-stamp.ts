import type { Context } from 'hono'
import type { Microversion } from '../../../wire/openstack/microversion.ts'
import { formatMicroversion } from '../../../wire/openstack/microversion.ts'
import type { AnswerStamp, ServiceDefinition, ServiceEnv } from './service.ts'

/** The stamp of the answers to one request. */
export const answerStamp = (
  service: ServiceDefinition | undefined,
  requestId: string,
  microversion: Microversion | undefined,
): AnswerStamp => {
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

/** Both with what each says that the answer varies by. */
export const stamped = (headers: AnswerStamp, stamp: AnswerStamp): AnswerStamp =>
  headers.vary === undefined || stamp.vary === undefined
    ? { ...headers, ...stamp }
    : { ...headers, ...stamp, vary: `${headers.vary}, ${stamp.vary}` }

/** The same for the headers of an answer that is there already. */
export const stampOn = (headers: Headers, stamp: AnswerStamp): void => {
  for (const [name, value] of Object.entries(stamp))
    if (name === 'vary') headers.append(name, value)
    else headers.set(name, value)
}

/** An answer of text that is JSON already. Its headers, the stamp among them, are one plain record, which is written as it is: nothing has to make `Headers` of it. */
export const jsonText = (
  context: Context<ServiceEnv>,
  text: string,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response => {
  context.set('isStamped', true)
  return new Response(text, {
    status,
    headers: stamped({ 'content-type': 'application/json', ...headers }, context.get('stamp')),
  })
}
