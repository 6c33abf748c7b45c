import { z } from 'zod'
import type { ServiceClient } from './service-client.ts'
import type { SessionCall } from './session-call.ts'

const answer = z.looseObject({ extensions: z.array(z.looseObject({ alias: z.string() })) })

/** The aliases of a service's extensions: `GET /extensions`, as Nova, Cinder and Neutron have it, without pages. */
export const serviceExtensions = async (
  service: ServiceClient,
  { signal }: SessionCall,
): Promise<readonly string[]> => {
  const { extensions } = await service.ask(answer, { method: 'GET', path: '/extensions', signal })
  return extensions.map(({ alias }) => alias)
}
