import { didYouMean } from '../../lib/did-you-mean.ts'
import type { CompleteDocument, Placement } from '../document.ts'
import type { Refusal } from '../plan.ts'
import { fitsPattern } from './place-pattern.ts'

/** A cloud that a user can log in to, with the regions that its settings name; none where only its catalog knows them. */
export interface ConfiguredCloud {
  readonly name: string
  readonly regions: readonly string[]
}

/** One cloud and region that placements were asked about. */
export interface Candidate {
  readonly cloud: string
  /** Absent where the cloud has only its usual one. */
  readonly region?: string
  /** Why it is not even asked; empty for those that are. */
  readonly reasons: readonly string[]
}

interface Wish {
  /** The components that share it. */
  readonly components: readonly string[]
  readonly placement: Placement
}

/** True when the workload says something of clouds or regions. One that speaks of zones alone, or not at all, goes where its user points. */
export const choosesClouds = (document: CompleteDocument): boolean =>
  wishesOf(document).some(({ placement }) =>
    placesOf(placement).some(({ cloud, region }) => cloud !== undefined || region !== undefined),
  )

/**
 * Every cloud and region that some placement of the workload admits, in the order of the clouds. The whole workload goes to one of them; what another
 * component's placement rules out has that as its reason. When that leaves none, though every component alone had somewhere to go, the refusal names them.
 */
export const candidatesFor = (
  document: CompleteDocument,
  clouds: readonly ConfiguredCloud[],
): { readonly candidates: readonly Candidate[]; readonly refusals: readonly Refusal[] } => {
  const wishes = wishesOf(document)
  const places = wishes.flatMap(({ placement }) => placesOf(placement))
  const literal = (text: string | undefined): text is string => text !== undefined && !text.includes('*')
  const unlisted = unique(
    places
      .map(({ cloud }) => cloud)
      .filter((cloud): cloud is string => cloud?.startsWith('aws:') === true && literal(cloud)),
  )
  const known = [...clouds, ...unlisted.map((name) => ({ name, regions: [name.slice('aws:'.length)] }))]
  const admits = ({ placement }: Wish, cloud: string, region: string | undefined) =>
    placesOf(placement).some(
      (place) => fitsPattern(place.cloud, cloud) && (region === undefined || fitsPattern(place.region, region)),
    )
  const candidates = known.flatMap(({ name, regions }): Candidate[] => {
    const written = unique(
      places
        .filter(({ cloud }) => fitsPattern(cloud, name))
        .map(({ region }) => region)
        .filter(literal),
    )
    const all = regions.length > 0 ? regions : written.length > 0 ? written : [undefined]
    return all.flatMap((region) => {
      const against = wishes.filter((wish) => !admits(wish, name, region))
      if (against.length === wishes.length) return []
      const reasons = against.map(({ components }) => `the placement of ${listed(components)} does not admit it`)
      return [{ cloud: name, ...(region === undefined ? {} : { region }), reasons }]
    })
  })
  const unknown = unique(places.map(({ cloud = '*' }) => cloud))
    .filter((pattern) => !known.some(({ name }) => fitsPattern(pattern, name)))
    .map((cloud): Candidate => ({ cloud, reasons: [unknownReason(cloud, clouds)] }))
  const separate = wishes.map((wish) => candidates.some(({ cloud, region }) => admits(wish, cloud, region)))
  const apart = candidates.every(({ reasons }) => reasons.length > 0) && separate.every(Boolean) && wishes.length > 1
  return { candidates: [...candidates, ...unknown], refusals: apart ? [apartRefusal(wishes)] : [] }
}

/** The placements of a workload, each with the components that it holds for. */
const wishesOf = ({ components, placement: shared }: CompleteDocument): readonly Wish[] => {
  const wishes = new Map<Placement, string[]>()
  for (const [name, { placement = shared }] of Object.entries(components))
    if (placement) wishes.set(placement, [...(wishes.get(placement) ?? []), name])
  return [...wishes].map(([placement, names]) => ({ placement, components: names }))
}

const placesOf = ({ any_of, ordered }: Placement) => any_of ?? ordered ?? []

const unique = <Text extends string>(texts: readonly Text[]): readonly Text[] => [...new Set(texts)]

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

const unknownReason = (pattern: string, clouds: readonly ConfiguredCloud[]): string => {
  const names = clouds.map(({ name }) => name)
  if (pattern.startsWith('aws:')) return 'regions of AWS are written one by one, as aws:REGION'
  const meant = didYouMean(pattern, names)
  return `no cloud of that name is configured${meant ? `; ${meant} is` : `; there are ${names.join(', ') || 'none'}`}`
}

const apartRefusal = (wishes: readonly Wish[]): Refusal => ({
  subject: listed(wishes.flatMap(({ components }) => components)),
  reason:
    'their placements admit no cloud and region in common, and a workload is on one: networks of two clouds or regions do not join',
  hint: 'give them one placement, or make them workloads of their own',
})
