import type { ZodType, z } from 'zod'
import type { Call, CreateCall } from '../../cloud/call.ts'
import { findFirst } from '../../lib/async-iterable.ts'
import type { Resource } from '../../openstack/session/resource.ts'
import type { Query } from '../../openstack/session/service-client.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { markedDescription } from './token-mark.ts'

/**
 * Makes a resource of Neutron's with the token in its description, or gives the one that has it. Neutron filters by description, so looking for it costs one small request
 * (openstack/neutron-lib `neutron_lib/api/definitions/base.py`, standard attributes).
 */
export const createMarked = <Answer extends ZodType<{ description?: string | null | undefined }>, Create, Update>(
  { network, creates }: OpenStackCloud,
  kind: string,
  resource: Resource<Answer, Create, Update>,
  body: (description: string) => Create,
  call: CreateCall,
  description = '',
): Promise<z.output<Answer>> => {
  const wanted = markedDescription(call.token, description)
  return creates.once<z.output<Answer>>(
    kind,
    call,
    () => findFirst(resource.list(network, { description: wanted }, call), (found) => found.description === wanted),
    () => resource.create(network, body(wanted), call),
  )
}

/** A list that is translated one by one. */
export async function* translated<Answer extends ZodType, Create, Update, Item>(
  { network }: OpenStackCloud,
  resource: Resource<Answer, Create, Update>,
  query: Query,
  translate: (answer: z.output<Answer>) => Item,
  call: Call,
): AsyncGenerator<Item> {
  for await (const answer of resource.list(network, query, call)) yield translate(answer)
}
