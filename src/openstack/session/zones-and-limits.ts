import { availabilityZonesAnswer } from '../../wire/openstack/availability-zone-answer.ts'
import { limitsAnswer } from '../../wire/openstack/limits-answer.ts'
import type { ServiceClient } from './service-client.ts'
import type { SessionCall } from './session-call.ts'

/** The availability zones of Nova or Cinder: `GET /os-availability-zone`. */
export const availabilityZones = async (
  service: ServiceClient,
  { signal }: SessionCall,
): Promise<ReadonlyArray<{ readonly name: string; readonly available: boolean }>> => {
  const request = { method: 'GET', path: '/os-availability-zone', signal } as const
  const { availabilityZoneInfo } = await service.ask(availabilityZonesAnswer, request)
  return availabilityZoneInfo.map(({ zoneName, zoneState }) => ({ name: zoneName, available: zoneState.available }))
}

/** The project's limits and their use in Nova or Cinder, by the service's own names; -1 means unlimited. */
export const absoluteLimits = async (
  service: ServiceClient,
  { signal }: SessionCall,
): Promise<Readonly<Record<string, number | null | undefined>>> =>
  (await service.ask(limitsAnswer, { method: 'GET', path: '/limits', signal })).limits.absolute
