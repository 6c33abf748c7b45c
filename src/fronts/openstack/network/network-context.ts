import type { WatchedKind } from '../../../cloud/change.ts'
import { collect } from '../../../lib/async-iterable.ts'
import type { Zone } from '../../../model/place.ts'
import type { Front } from '../kernel/front.ts'
import type { ExtraKind, Extras } from './extras.ts'
import { extrasOf } from './extras.ts'

/** What all of Neutron's resources of one front share. */
export interface NetworkContext {
  readonly front: Front
  extra<Kind extends ExtraKind>(kind: Kind, id: string): Extras[Kind] | undefined
  /** Keeps the changes over what was kept before, as the next revision. */
  amend<Kind extends ExtraKind>(kind: Kind, id: string, changes: Partial<Omit<Extras[Kind], 'id' | 'revision'>>): void
  drop(kind: ExtraKind, id: string): void
  /** Says that something here changed that no mirror or extra tells of. */
  touch(): void
  /** What `work` gives, made anew only after something changed. `key` names it. */
  cached<Value>(key: string, work: () => Value): Value
  /** The zones that take networks. Asked for once. */
  networkZones(): Promise<readonly Zone[]>
  /** The same, as far as they are known: none before `networkZones` was told them. */
  readonly knownZones: readonly Zone[]
}

const shown: readonly WatchedKind[] = ['network', 'subnet', 'port', 'router', 'floating-ip', 'security-group', 'server']

/** Joins what the mirror knows with what is kept here, and forgets the latter when the former goes. Call it once a front. */
export const openNetworkContext = (front: Front): NetworkContext => {
  const cache = new Map<string, unknown>()
  let zones: Promise<readonly Zone[]> | undefined
  let knownZones: readonly Zone[] = []
  const touch = () => cache.clear()

  for (const kind of shown)
    front.mirror.on(kind, (record, before) => {
      touch()
      if (!record && before && kind !== 'server') extrasOf(front, kind as ExtraKind).delete(before.id)
    })

  return {
    front,
    extra: (kind, id) => extrasOf(front, kind).get(id),
    amend: (kind, id, changes) => {
      const extras = extrasOf(front, kind)
      const now = front.timestamp()
      const before = extras.get(id) ?? { id, revision: 0, createdAt: now }
      extras.put({ ...before, ...changes, revision: before.revision + 1, updatedAt: now } as never)
      touch()
    },
    drop: (kind, id) => {
      extrasOf(front, kind).delete(id)
      touch()
    },
    touch,
    cached: <Value>(key: string, work: () => Value): Value => {
      if (cache.has(key)) return cache.get(key) as Value
      const value = work()
      cache.set(key, value)
      return value
    },
    get knownZones() {
      return knownZones
    },
    networkZones: async () => {
      zones ??= front.mirror
        .act((driver, call) => collect(driver.places.zones(call)))
        .then((found) => {
          knownZones = found.filter(({ serves }) => serves.includes('networks'))
          touch()
          return knownZones
        })
      try {
        return await zones
      } catch (error) {
        zones = undefined
        throw error
      }
    },
  }
}
