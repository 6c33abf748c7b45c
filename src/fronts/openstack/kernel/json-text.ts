import type { Context } from 'hono'
import { commonHeaders, type HeaderRecord, withCommonHeaders } from './common-headers.ts'
import type { ServiceEnv } from './service.ts'

/** An answer of text that is JSON already. Its headers are one plain record, the common ones in it, which is written as it is: nothing has to make `Headers` of it. */
export const jsonText = (
  context: Context<ServiceEnv>,
  text: string,
  status = 200,
  headers: HeaderRecord = {},
): Response => {
  context.set('hasCommonHeaders', true)
  return new Response(text, {
    status,
    headers: withCommonHeaders({ 'content-type': 'application/json', ...headers }, commonHeaders(context)),
  })
}
