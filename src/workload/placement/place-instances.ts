import type { Zone } from '../../model/place.ts'
import type { Component, Placement } from '../document.ts'
import type { CloudOffer } from '../offer.ts'
import type { Refusal } from '../plan.ts'
import { fitsPattern } from './place-pattern.ts'
import { zonesAreShared } from './zone-for-volume.ts'

/** Where a component's instances go on one cloud. */
export interface PlacedInstances {
  /** `zones[i % zones.length]` for the i-th; none where the cloud decides. */
  readonly zones: readonly Zone[]
  /** Zones that are admitted too and come after those, in the order of preference: where an instance goes that finds no room. */
  readonly others: readonly Zone[]
}

export type Placed = PlacedInstances | { readonly refusal: Refusal }

/** Fits a placement to a cloud. An entry that names another cloud or region admits nothing here; `*` stands for any text. */
export const placeInstances = (
  name: string,
  component: Pick<Component, 'volumes'>,
  placement: Placement | undefined,
  offer: Pick<CloudOffer, 'name' | 'traits' | 'zones'>,
): Placed => {
  const hasVolumes = Object.keys(component.volumes).length > 0
  const mustName = offer.traits.zoneRequired || (offer.traits.volumesStayInZone && hasVolumes)
  const shared = zonesAreShared(offer.zones)
  const usable = offer.zones.filter(
    (zone) =>
      zone.available &&
      zone.serves.includes('servers') &&
      (!(mustName && hasVolumes && shared) || zone.serves.includes('volumes')),
  )
  const anywhere: PlacedInstances = mustName
    ? { zones: usable.slice(0, 1), others: usable.slice(1) }
    : { zones: [], others: usable }
  const places = placement?.any_of ?? placement?.ordered
  if (!places) {
    if (!mustName || usable.length > 0) return anywhere
    return refused(name, 'this cloud wants a zone to be named and has none that serves servers and volumes now')
  }
  const here = places.filter(
    (place) => fitsPattern(place.cloud, offer.name) && fitsPattern(place.region, offer.traits.region),
  )
  if (here.length === 0)
    return refused(
      name,
      `its placement admits neither the cloud ${offer.name} nor its region ${offer.traits.region}`,
      'placement',
    )
  const possible = here
    .map((place) => ({ place, zones: usable.filter((zone) => fitsPattern(place.zone, zone.name)) }))
    .filter(({ place, zones }) => zones.length > 0 || (place.zone === undefined && !mustName))
  const [first] = possible
  if (!first)
    return refused(
      name,
      `its placement wants the zone ${here.map((place) => place.zone ?? '*').join(' or ')}; usable here are ${usable.map((zone) => zone.name).join(', ') || 'none'}`,
    )
  const admitted = [...new Set(possible.flatMap(({ zones }) => zones))]
  if (placement?.ordered) {
    if (first.place.zone === undefined && !mustName) return { zones: [], others: admitted }
    return { zones: admitted.slice(0, 1), others: admitted.slice(1) }
  }
  if (possible.every(({ place }) => place.zone === undefined)) return anywhere
  return { zones: admitted, others: [] }
}

const refused = (subject: string, reason: string, about?: Refusal['about']): Placed => ({
  refusal: {
    subject,
    reason,
    hint: 'change its placement, or deploy it to another cloud',
    ...(about ? { about } : {}),
  },
})
