import type { Zone } from '../model/place.ts'
import type { Component, Placement } from './document.ts'
import type { CloudOffer } from './offer.ts'
import type { Refusal } from './plan.ts'

/** Where a component's instances go: `zones[i % zones.length]` for the i-th; none where the cloud decides. */
export type Placed = { readonly zones: readonly Zone[] } | { readonly refusal: Refusal }

/** Fits a placement to a cloud. An entry that names another cloud or region admits nothing here; `*` stands for any text. */
export const placeInstances = (
  name: string,
  component: Pick<Component, 'volumes'>,
  placement: Placement | undefined,
  offer: Pick<CloudOffer, 'name' | 'traits' | 'zones'>,
): Placed => {
  const hasVolumes = Object.keys(component.volumes).length > 0
  const mustName = offer.traits.zoneRequired || (offer.traits.volumesStayInZone && hasVolumes)
  const usable = offer.zones.filter(
    (zone) =>
      zone.available &&
      zone.serves.includes('servers') &&
      (!(mustName && hasVolumes) || zone.serves.includes('volumes')),
  )
  const places = placement?.any_of ?? placement?.ordered
  if (!places) {
    if (!mustName) return { zones: [] }
    return usable.length > 0
      ? { zones: usable.slice(0, 1) }
      : refused(name, 'this cloud wants a zone to be named and has none that serves servers and volumes now')
  }
  const here = places.filter((place) => matches(place.cloud, offer.name) && matches(place.region, offer.traits.region))
  if (here.length === 0)
    return refused(name, `its placement admits neither the cloud ${offer.name} nor its region ${offer.traits.region}`)
  const admitted = here.map((place) => ({ place, zones: usable.filter((zone) => matches(place.zone, zone.name)) }))
  const possible = admitted.filter(({ place, zones }) => zones.length > 0 || (place.zone === undefined && !mustName))
  const [first] = possible
  if (!first)
    return refused(
      name,
      `its placement wants the zone ${here.map((place) => place.zone ?? '*').join(' or ')}; usable here are ${usable.map((zone) => zone.name).join(', ') || 'none'}`,
    )
  if (placement?.ordered) return { zones: first.place.zone === undefined && !mustName ? [] : first.zones.slice(0, 1) }
  if (possible.every(({ place }) => place.zone === undefined)) return { zones: mustName ? usable.slice(0, 1) : [] }
  return { zones: [...new Set(possible.flatMap(({ zones }) => zones))] }
}

const refused = (subject: string, reason: string): Placed => ({
  refusal: { subject, reason, hint: 'change its placement, or deploy it to another cloud' },
})

const matches = (pattern: string | undefined, text: string): boolean => {
  if (pattern === undefined || pattern === '*') return true
  // The wildcard algorithm without regular expressions, whose time an author's pattern could blow up.
  const [head = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === text
  if (!text.startsWith(head)) return false
  const tail = rest.pop() ?? ''
  let at = head.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - tail.length >= at && text.endsWith(tail)
}
