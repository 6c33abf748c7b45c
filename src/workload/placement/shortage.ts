import type { Plan } from '../plan.ts'
import type { NodeFailure } from '../run-event.ts'
import { type AvoidedZones, cloudsChoice } from './avoided-zones.ts'

/** True when something could not be made because the cloud has no room for it or the account may have no more: elsewhere it may go well. */
export const isShortage = ({ action, code }: Pick<NodeFailure, 'action' | 'code'>): boolean =>
  action === 'create' && (code === 'no_capacity' || code === 'quota_exceeded')

/**
 * The zones to avoid from now on, when every shortage of a run was a zone's lack of room and every instance that met it is admitted to a zone that it has
 * not been in; `undefined` when other zones cannot help. A quota holds in all zones alike.
 */
export const avoidFullZones = (
  plan: Plan,
  failures: readonly NodeFailure[],
  avoided: AvoidedZones,
): AvoidedZones | undefined => {
  const next = new Map([...avoided].map(([instance, zones]) => [instance, new Set(zones)]))
  const shortages = failures.filter(isShortage)
  for (const { key, kind, code } of shortages) {
    const instance =
      code === 'no_capacity' && (kind === 'server' || kind === 'volume') ? instanceOf(plan, key) : undefined
    if (!instance) return undefined
    const { name, component, zoneId } = instance
    const tried = next.get(name) ?? new Set()
    next.set(name, tried.add(zoneId))
    const admitted = plan.choices?.components.find((choice) => choice.component === component)?.admittedZones ?? []
    // Where the cloud chose among all its zones, the only one that there is was tried as well.
    if (tried.has(cloudsChoice) && admitted.length < 2) return undefined
    if (admitted.every(({ id }) => tried.has(id))) return undefined
  }
  return shortages.length > 0 ? next : undefined
}

/** The instance that a server or a volume is of, and the zone that it was to be in. */
const instanceOf = (plan: Plan, key: string) => {
  const [found] = plan.changes
    .flatMap((change) => ('node' in change && change.node.kind === 'server' ? [change.node] : []))
    .map((node) => ({
      name: node.key.slice('server/'.length),
      component: node.component ?? '',
      zoneId: node.spec.zoneId ?? cloudsChoice,
    }))
    .filter(({ name }) => key === `server/${name}` || key.startsWith(`volume/${name}-`))
    .sort((one, other) => other.name.length - one.name.length)
  return found
}
