import { z } from 'zod'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

const quotaSet = z.looseObject({ quota_set: z.looseObject({ per_volume_gigabytes: z.number().optional() }) })

/** The largest volume in GiB that the project may have, -1 for any: `GET /os-quota-sets/{project_id}` (openstack/cinder `cinder/quota.py`). */
export const largestVolumeOf = async (
  storage: ServiceClient,
  projectId: string,
  { signal }: SessionCall,
): Promise<number | undefined> => {
  const request = { method: 'GET', path: path`/os-quota-sets/${projectId}`, signal } as const
  return (await storage.ask(quotaSet, request)).quota_set.per_volume_gigabytes
}
