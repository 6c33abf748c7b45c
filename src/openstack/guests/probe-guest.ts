import type { Probe, ProbeResult } from '../../model/probe.ts'
import { probeAnswer } from '../../wire/openstack/guests/probe.ts'
import type { ServiceClient } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** Asks a simulated cloud whether a probe of one of its guests would get through. */
export const probeGuest = async (
  guests: ServiceClient,
  probe: Probe,
  { signal }: SessionCall,
): Promise<ProbeResult> => {
  const request = { method: 'POST', path: '/probe', json: { probe }, signal } as const
  const { reached, reason, simulated } = (await guests.ask(probeAnswer, request)).result
  return { reached, simulated, ...(reason === undefined ? {} : { reason }) }
}
