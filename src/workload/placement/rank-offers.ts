import type { CompleteDocument, Placement } from '../document.ts'
import type { ConsideredOffer } from './considered-offer.ts'
import { fitsPattern } from './place-pattern.ts'

/**
 * The offers in the order of preference, the first possible one chosen. Possible ones come first. Among them the order that `ordered` placements are written
 * in decides, then the price where it is known, then the room in the quotas, then the order that `any_of` is written in. Prices in two currencies say nothing
 * of each other.
 */
export const rankOffers = (
  document: CompleteDocument,
  offers: readonly ConsideredOffer[],
): readonly ConsideredOffer[] => {
  const placements = new Set(
    Object.values(document.components).flatMap(({ placement = document.placement }) => placement ?? []),
  )
  const written = (offer: ConsideredOffer, kind: keyof Placement) =>
    [...placements].reduce((sum, placement) => sum + entryOf(placement[kind] ?? [], offer), 0)
  const ranked = offers
    .map((offer, index) => ({
      offer,
      index,
      ordered: written(offer, 'ordered'),
      anyOf: written(offer, 'any_of'),
    }))
    .sort(
      (one, other) =>
        Number(one.offer.verdict === 'rejected') - Number(other.offer.verdict === 'rejected') ||
        one.ordered - other.ordered ||
        byPrice(one.offer, other.offer) ||
        roomOf(other.offer) - roomOf(one.offer) ||
        one.anyOf - other.anyOf ||
        one.index - other.index,
    )
  return ranked.map(({ offer }, index) =>
    index === 0 && offer.verdict === 'possible' ? { ...offer, verdict: 'chosen' } : offer,
  )
}

/** Which entry admits the offer first: one whose zones are used there, else one that names it at all. */
const entryOf = (places: NonNullable<Placement['ordered']>, { cloud, region, components }: ConsideredOffer): number => {
  const here = (place: (typeof places)[number]) => fitsPattern(place.cloud, cloud) && fitsPattern(place.region, region)
  const zones = components.flatMap((component) => component.zones)
  const inZone = places.findIndex(
    (place) => here(place) && (place.zone === undefined || zones.some((zone) => fitsPattern(place.zone, zone))),
  )
  return Math.max(0, inZone >= 0 ? inZone : places.findIndex(here))
}

const roomOf = ({ quotaRoom }: ConsideredOffer): number => quotaRoom?.times ?? Number.MAX_SAFE_INTEGER

const byPrice = ({ pricePerHour: one }: ConsideredOffer, { pricePerHour: other }: ConsideredOffer): number => {
  if (!one || !other) return Number(one === undefined) - Number(other === undefined)
  return one.currency.localeCompare(other.currency) || one.amount - other.amount
}
