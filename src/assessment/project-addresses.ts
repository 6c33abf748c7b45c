import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { blocking, counted, needsChoice } from './findings.ts'
import type { Project } from './project.ts'

/** Which addresses change: public ones always, private ones where the networks do. */
export const projectAddresses = (comparison: Comparison, project: Project): readonly Finding[] => [
  ...publicAddresses(comparison, project),
  ...privateAddresses(comparison, project),
]

const publicAddresses = ({ to }: Comparison, { floatingIps }: Project): readonly Finding[] => {
  if (floatingIps.length === 0) return []
  const { offer } = to
  const base = {
    area: 'addresses',
    subject: counted(floatingIps.length, 'floating IP'),
    resources: floatingIps.map(({ address }) => address),
    here: 'its own',
  } as const
  const hint = 'lower the TTL of their names before, change names and firewalls that know them after'
  if (offer.has.floatingIps)
    return [
      needsChoice('a floating IP belongs to its cloud: the addresses will be others', {
        ...base,
        there: `new ones of ${offer.pools.map(({ name }) => name).join(', ')}`,
        hint,
      }),
    ]
  if (offer.networks.length > 0)
    return [
      needsChoice(
        'there are no floating IPs: servers have their public address from the network, and it goes with them',
        {
          ...base,
          there: `addresses of ${offer.networks.map(({ name }) => name).join(', ')}`,
          hint,
        },
      ),
    ]
  return [blocking('nothing there can be reached from outside', { ...base, there: 'none' })]
}

const privateAddresses = ({ from, to }: Comparison, { servers, networks }: Project): readonly Finding[] => {
  if (to.offer.has.networks || servers.length === 0) return []
  const own = new Set(networks.map(({ id }) => id))
  const moving = servers.filter(({ interfaces }) => interfaces.some(({ networkId }) => own.has(networkId)))
  const kept = from.offer.has.networks ? moving : servers
  if (kept.length === 0) return []
  return [
    needsChoice('the cloud gives addresses of its own network there', {
      area: 'addresses',
      subject: `private addresses of ${counted(kept.length, 'server')}`,
      resources: kept.map(({ name }) => name),
      here: 'of the project’s networks',
      there: 'the cloud’s',
      hint: 'use names instead of addresses, or deploy a workload file: its relations carry the addresses',
    }),
  ]
}
