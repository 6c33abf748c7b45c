import type { FailoverEvent } from '../../workload/placement/failover-event.ts'

/** What a deployment that looks for a place does next, as one line; `undefined` for what is told at the end. */
export const failoverLine = (event: FailoverEvent): string | undefined => {
  switch (event.type) {
    case 'failover.zones': {
      const moves = event.moves.map(({ instance, zone }) => `${instance} to ${zone ?? 'any zone'}`)
      return `No room in a zone of ${event.cloud}: ${moves.join(', ')}`
    }
    case 'failover.leaving':
      return `${event.cloud} ${event.region} has no room (${event.reasons.join('; ')}): taking away what was made there`
    case 'failover.left':
      return `${event.cloud} ${event.region}: nothing is left there`
    case 'failover.passed':
      return `${event.cloud} ${event.region} cannot have it now: ${event.reasons.join('; ')}`
    case 'failover.moving':
      return `Going on to ${event.cloud} ${event.region}${event.simulated ? ' (simulated)' : ''}`
    case 'failover.exhausted':
      return undefined
  }
}
