import type { Flavor, FlavorTrait } from '../model/flavor.ts'
import type { Server } from '../model/server.ts'
import { byCostThenSize, chooseFlavor } from '../workload/choose-flavor.ts'
import type { CloudOffer } from '../workload/offer.ts'
import { formatMiB } from '../workload/sizes.ts'
import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { absorbed, blocking, counted, grouped, needsChoice } from './findings.ts'
import type { Project } from './project.ts'

export interface FittedFlavors {
  readonly findings: readonly Finding[]
  /** The flavors there, by the ids of those here; those that nothing fits are absent. */
  readonly there: ReadonlyMap<string, Flavor>
}

/** For every flavor in use here the one that there fits its size, chosen as for a workload that asks for so much. */
export const projectFlavors = ({ from, to }: Comparison, { servers }: Project): FittedFlavors => {
  const here = new Map(from.offer.flavors.map((flavor) => [flavor.id as string, flavor]))
  const candidates = [...to.offer.flavors].sort(byCostThenSize)
  const there = new Map<string, Flavor>()
  const findings: Finding[] = []
  for (const [id, users] of grouped(servers, ({ flavorId }) => flavorId as string)) {
    const flavor = here.get(id)
    if (!flavor) {
      findings.push(noLongerListed(id, users))
      continue
    }
    const { choice, considered } = nearest(flavor, candidates, to.offer)
    if (choice) there.set(id, choice.flavor)
    const finding = choice ? difference(flavor, choice.flavor, users) : noFit(flavor, users, considered)
    if (finding) findings.push(finding)
  }
  return { findings, there }
}

/** So many are looked at closely at once: nearly always the first of them will do. */
const handful = 20

/**
 * What is large enough is looked at closely in the order of preference, a handful at a time, since the first handful with one that fits has the one that
 * would be chosen of all. Where nothing is large enough, the last are looked at, to say why not.
 */
const nearest = (flavor: Flavor, candidates: readonly Flavor[], offer: CloudOffer): ReturnType<typeof chooseFlavor> => {
  const component = {
    resources: { cpus: flavor.vcpus, memory: flavor.memoryMiB, disk: flavor.diskGiB * 1024 },
    traits: { required: flavor.traits.filter((trait) => kept.includes(trait)), forbidden: [] },
    image: { os: '', ...(flavor.architecture ? { architecture: flavor.architecture } : {}) },
  }
  const choose = (flavors: readonly Flavor[]) => chooseFlavor({ has: offer.has, flavors }, component, undefined)
  let large: Flavor[] = []
  for (const candidate of candidates) {
    if (isSmaller(candidate, flavor)) continue
    large.push(candidate)
    if (large.length < handful) continue
    const found = choose(large)
    if (found.choice) return found
    large = []
  }
  return choose(large.length > 0 ? large : candidates.slice(-handful))
}

/** A flavor without a disk of its own boots from a volume of any size. */
const isSmaller = (one: Flavor, other: Flavor): boolean =>
  one.vcpus < other.vcpus || one.memoryMiB < other.memoryMiB || (one.diskGiB < other.diskGiB && one.diskGiB > 0)

const reason = ({ pricePerHour }: Flavor): string =>
  pricePerHour
    ? `the cheapest that is as large: ${pricePerHour.amount} ${pricePerHour.currency} per hour`
    : 'the smallest that is as large'

/** Traits that a guest would miss; `burstable`, `spot` and `local_disk` it would not. */
const kept: readonly FlavorTrait[] = ['gpu', 'dedicated', 'confidential', 'bare_metal']

const difference = (here: Flavor, there: Flavor, users: readonly Server[]): Finding | undefined => {
  if (here.name === there.name && sizeText(here) === sizeText(there)) return undefined
  const base = { ...about(here, users), there: `${there.name} (${sizeText(there)})` }
  return there.diskGiB === 0 && here.diskGiB > 0
    ? absorbed('bootVolume', `${there.name} has no disk of its own, so its servers boot from volumes`, base)
    : absorbed('flavorBySize', reason(there), base)
}

const noFit = (
  flavor: Flavor,
  users: readonly Server[],
  considered: ReadonlyArray<{ readonly name: string; readonly rejected?: string }>,
): Finding => {
  const nearest = considered.slice(0, 3).map(({ name, rejected }) => `${name} (${rejected})`)
  return blocking('no flavor there is as large', {
    ...about(flavor, users),
    there: 'none',
    hint: nearest.length > 0 ? `nearest: ${nearest.join(', ')}` : 'the cloud shows no flavor',
  })
}

const noLongerListed = (id: string, users: readonly Server[]): Finding =>
  needsChoice('it is no longer listed here, so its size is not known', {
    area: 'flavors',
    subject: `flavor of ${counted(users.length, 'server')}`,
    resources: users.map(({ name }) => name),
    here: id,
    there: 'unknown',
    hint: 'say in a workload file what the servers need',
  })

const about = (flavor: Flavor, users: readonly Server[]) => ({
  area: 'flavors' as const,
  subject: counted(users.length, 'server'),
  resources: users.map(({ name }) => name),
  here: `${flavor.name} (${sizeText(flavor)})`,
})

const sizeText = ({ vcpus, memoryMiB, diskGiB }: Flavor): string =>
  `${vcpus} vCPU, ${formatMiB(memoryMiB)}, ${diskGiB === 0 ? 'no disk' : `${diskGiB} GiB`}`
