import type { Flavor, FlavorTrait } from '../model/flavor.ts'
import type { Server } from '../model/server.ts'
import { chooseFlavor } from '../workload/choose-flavor.ts'
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
  const candidates = [...to.offer.flavors].sort(bySize)
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
    const finding = choice ? difference(flavor, choice.flavor, users, choice.because) : noFit(flavor, users, considered)
    if (finding) findings.push(finding)
  }
  return { findings, there }
}

/** Only what is large enough is looked at closely; where nothing is, the largest, to say why not. */
const nearest = (flavor: Flavor, candidates: readonly Flavor[], offer: CloudOffer) => {
  const large = candidates.filter(
    ({ vcpus, memoryMiB, diskGiB }) =>
      vcpus >= flavor.vcpus && memoryMiB >= flavor.memoryMiB && (diskGiB >= flavor.diskGiB || diskGiB === 0),
  )
  return chooseFlavor(
    { ...offer, flavors: large.length > 0 ? large : candidates.slice(-20) },
    {
      resources: { cpus: flavor.vcpus, memory: flavor.memoryMiB, disk: flavor.diskGiB * 1024 },
      traits: { required: flavor.traits.filter((trait) => kept.includes(trait)), forbidden: [] },
      image: { os: '', ...(flavor.architecture ? { architecture: flavor.architecture } : {}) },
    },
    undefined,
  )
}

/** Traits that a guest would miss; `burstable`, `spot` and `local_disk` it would not. */
const kept: readonly FlavorTrait[] = ['gpu', 'dedicated', 'confidential', 'bare_metal']

const difference = (here: Flavor, there: Flavor, users: readonly Server[], because: string): Finding | undefined => {
  if (here.name === there.name && sizeText(here) === sizeText(there)) return undefined
  const base = { ...about(here, users), there: `${there.name} (${sizeText(there)})` }
  return there.diskGiB === 0 && here.diskGiB > 0
    ? absorbed('bootVolume', `${there.name} has no disk of its own, so its servers boot from volumes`, base)
    : absorbed('flavorBySize', because, base)
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

const bySize = (one: Flavor, other: Flavor): number =>
  one.memoryMiB - other.memoryMiB || one.vcpus - other.vcpus || one.diskGiB - other.diskGiB
