import type { Architecture, Flavor, FlavorTrait } from '../model/flavor.ts'
import type { FlavorId } from '../model/id.ts'
import type { Image } from '../model/image.ts'
import type { Choice, Considered } from './choices.ts'
import type { Component } from './document.ts'
import type { CloudOffer } from './offer.ts'
import { formatMiB } from './sizes.ts'

/** What a server of an ordinary distribution needs to boot; assumed where the workload does not say. */
const assumedMemoryMiB = 512

/** Traits that cost more or promise less than people expect of a server: never taken unless asked for. */
const special: readonly FlavorTrait[] = ['gpu', 'dedicated', 'confidential', 'spot', 'bare_metal']

/**
 * The cheapest flavor that meets every minimum, where prices are known; else the smallest by memory, processors and disk. `undefined` as the choice
 * when none fits: `considered` then says why not, nearest first.
 */
export const chooseFlavor = (
  offer: Pick<CloudOffer, 'flavors' | 'has'>,
  component: Pick<Component, 'resources' | 'traits' | 'image'>,
  image: Pick<Image, 'minDiskGiB' | 'minMemoryMiB' | 'architecture'> | undefined,
): { readonly choice?: Choice<FlavorId> & { readonly flavor: Flavor }; readonly considered: readonly Considered[] } => {
  const needs = needsOf(component, image)
  const looked = [...offer.flavors]
    .sort(byCostThenSize)
    .map((flavor) => ({ flavor, misses: missesOf(flavor, needs, component, offer) }))
  const fitting = looked.filter(({ misses }) => misses.length === 0)
  const failing = looked
    .filter(({ misses }) => misses.length > 0)
    .sort((one, other) => one.misses.length - other.misses.length)
  const considered = [
    ...fitting.slice(0, 20).map(({ flavor }) => ({ id: flavor.id, name: flavor.name, summary: summaryOf(flavor) })),
    ...failing.slice(0, 20).map(({ flavor, misses }) => ({
      id: flavor.id,
      name: flavor.name,
      summary: summaryOf(flavor),
      rejected: misses.join('; '),
    })),
  ]
  const flavor = fitting[0]?.flavor
  if (!flavor) return { considered }
  return {
    choice: { id: flavor.id, name: flavor.name, because: reason(flavor, fitting.length), considered, flavor },
    considered,
  }
}

interface Needs {
  readonly vcpus: number
  readonly memoryMiB: number
  readonly diskMiB: number
  /** Absent when any will do. */
  readonly architecture: Architecture | undefined
  readonly memoryAssumed: boolean
}

const needsOf = (
  { resources, image: wanted }: Pick<Component, 'resources' | 'image'>,
  image: Pick<Image, 'minDiskGiB' | 'minMemoryMiB' | 'architecture'> | undefined,
): Needs => ({
  vcpus: resources.cpus ?? 1,
  memoryMiB: Math.max(resources.memory ?? assumedMemoryMiB, image?.minMemoryMiB ?? 0),
  diskMiB: Math.max(resources.disk ?? 0, (image?.minDiskGiB ?? 0) * 1024),
  architecture: wanted.architecture ?? image?.architecture,
  memoryAssumed: resources.memory === undefined,
})

const missesOf = (
  flavor: Flavor,
  needs: Needs,
  { traits }: Pick<Component, 'traits'>,
  offer: Pick<CloudOffer, 'has'>,
): readonly string[] => {
  const misses: string[] = []
  if (flavor.vcpus < needs.vcpus) misses.push(`has ${flavor.vcpus} vCPU, ${needs.vcpus} needed`)
  if (flavor.memoryMiB < needs.memoryMiB)
    misses.push(
      `has ${formatMiB(flavor.memoryMiB)} of memory, ${formatMiB(needs.memoryMiB)} ${needs.memoryAssumed ? 'assumed' : 'needed'}`,
    )
  // A flavor without a disk of its own boots from a volume of the size that is needed.
  const bootsFromVolume = flavor.diskGiB === 0 && offer.has.volumes
  if (!bootsFromVolume && flavor.diskGiB * 1024 < needs.diskMiB)
    misses.push(`has a disk of ${flavor.diskGiB} GiB, ${formatMiB(needs.diskMiB)} needed`)
  if (flavor.architecture && needs.architecture && flavor.architecture !== needs.architecture)
    misses.push(`is ${flavor.architecture}, ${needs.architecture} needed`)
  for (const trait of traits.required) if (!flavor.traits.includes(trait)) misses.push(`is not ${trait}`)
  for (const trait of flavor.traits)
    if (traits.forbidden.includes(trait)) misses.push(`is ${trait}, which is forbidden`)
    else if (special.includes(trait) && !traits.required.includes(trait))
      misses.push(`is ${trait}, which was not asked for`)
  return misses
}

/** The order in which `chooseFlavor` prefers what fits. */
export const byCostThenSize = (one: Flavor, other: Flavor): number =>
  byPrice(one, other) ||
  one.memoryMiB - other.memoryMiB ||
  one.vcpus - other.vcpus ||
  one.diskGiB - other.diskGiB ||
  one.name.localeCompare(other.name)

/** Known prices come before unknown ones; prices in two currencies say nothing of each other, so currencies are kept apart. */
const byPrice = ({ pricePerHour: one }: Flavor, { pricePerHour: other }: Flavor): number => {
  if (!one || !other) return Number(one === undefined) - Number(other === undefined)
  return one.currency.localeCompare(other.currency) || one.amount - other.amount
}

const reason = ({ pricePerHour }: Flavor, fitting: number): string => {
  const among = fitting === 1 ? 'the only one that meets' : `of ${fitting} that meet`
  if (fitting === 1) return `${among} the minimums`
  return pricePerHour
    ? `the cheapest ${among} the minimums: ${pricePerHour.amount} ${pricePerHour.currency} per hour`
    : `the smallest ${among} the minimums; this cloud tells no prices`
}

const summaryOf = ({ vcpus, memoryMiB, diskGiB, traits, pricePerHour }: Flavor): string =>
  [
    `${vcpus} vCPU`,
    formatMiB(memoryMiB),
    diskGiB > 0 ? `${diskGiB} GiB disk` : 'no disk of its own',
    ...traits,
    ...(pricePerHour ? [`${pricePerHour.amount} ${pricePerHour.currency}/h`] : []),
  ].join(', ')
