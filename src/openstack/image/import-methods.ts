import { z } from 'zod'
import type { ServiceClient } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

const importInfo = z.looseObject({
  'import-methods': z.looseObject({ value: z.array(z.string()) }),
})

/** How images may be imported: `GET /info/import` (openstack/glance `glance/api/v2/discovery.py`). */
export const importMethodsOf = async (image: ServiceClient, { signal }: SessionCall): Promise<readonly string[]> =>
  (await image.ask(importInfo, { method: 'GET', path: '/info/import', signal }))['import-methods'].value
