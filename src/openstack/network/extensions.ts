import { z } from 'zod'
import { extensionAnswer, networkZoneAnswer, quotaDetailAnswer } from '../../wire/openstack/network/answers.ts'
import { items } from '../session/pages.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** The aliases of Neutron's extensions: what this cloud's network service can do. */
export const networkExtensions = async (network: ServiceClient, call: SessionCall): Promise<ReadonlySet<string>> => {
  const aliases = new Set<string>()
  const request = { path: '/extensions', key: 'extensions', item: extensionAnswer, ...call }
  for await (const { alias } of items(network, request)) aliases.add(alias)
  return aliases
}

/** The zones of networks and routers; there only with the extension `availability_zone`. */
export const networkZones = (network: ServiceClient, { signal }: SessionCall) =>
  items(network, { path: '/availability_zones', key: 'availability_zones', item: networkZoneAnswer, signal })

/** A project's network quotas with their use, by resource; there only with the extension `quota_details`. */
export const networkQuotas = async (network: ServiceClient, projectId: string, { signal }: SessionCall) => {
  const answer = z.looseObject({ quota: z.record(z.string(), quotaDetailAnswer) })
  const { quota } = await network.ask(answer, { method: 'GET', path: path`/quotas/${projectId}/details`, signal })
  return quota
}
