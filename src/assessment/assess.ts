import type { Workload } from '../workload/workload.ts'
import { type Assessment, areas, consequences, type Finding, summaryOf, verdictOf } from './assessment.ts'
import { compareAccess } from './compare-access.ts'
import { compareGuests } from './compare-guests.ts'
import { compareInterfaces } from './compare-interfaces.ts'
import { compareServices } from './compare-services.ts'
import type { Comparison, Use } from './comparison.ts'
import { type FittedWorkload, fitWorkload } from './fit-workload.ts'
import { type Project, sizeOf } from './project.ts'
import { projectAddresses } from './project-addresses.ts'
import { projectFlavors } from './project-flavors.ts'
import { projectGuests } from './project-guests.ts'
import { projectImages } from './project-images.ts'
import { projectNetworks } from './project-networks.ts'
import { projectQuotas } from './project-quotas.ts'
import { projectVolumes } from './project-volumes.ts'
import { projectZones } from './project-zones.ts'
import type { CloudSurvey } from './survey-cloud.ts'
import { fitToBoth, workloadFindings } from './workload-findings.ts'

/** What is to move: a workload, or what a project has on the first cloud. `there` is what its project has on the second one already. */
export type Subject =
  | {
      readonly kind: 'workload'
      readonly workload: Workload
      /** How it fits a cloud, where that is known already. */
      readonly fitTo?: (survey: CloudSurvey) => FittedWorkload
    }
  | { readonly kind: 'project'; readonly project: Project; readonly there?: Project }

export interface Assess {
  readonly from: CloudSurvey
  readonly to: CloudSurvey
  readonly subject: Subject
}

/** Everything that differs for the subject between two clouds, each difference with its consequence. Pure; its time grows with the number of resources. */
export const assess = ({ from, to, subject }: Assess): Assessment => {
  const { findings, resources } =
    subject.kind === 'workload' ? ofWorkload(from, to, subject) : ofProject(from, to, subject)
  const sorted = [...findings].sort(inOrder)
  const summary = summaryOf(sorted)
  return {
    schema: 'portolan.assessment/1',
    from: cloudOf(from),
    to: cloudOf(to),
    subject: {
      kind: subject.kind,
      name: subject.kind === 'workload' ? subject.workload.document.name : from.offer.name,
      resources,
    },
    findings: sorted,
    summary,
    verdict: verdictOf(summary),
  }
}

const cloudOf = ({ offer: { name, traits } }: CloudSurvey): Assessment['from'] => ({
  name,
  kind: traits.kind,
  region: traits.region,
  simulated: traits.simulated,
})

interface Found {
  readonly findings: readonly Finding[]
  readonly resources: number
}

const ofWorkload = (from: CloudSurvey, to: CloudSurvey, subject: Subject & { kind: 'workload' }): Found => {
  const fit = fitToBoth(from, to, subject.fitTo ?? (({ offer }) => fitWorkload(subject.workload, offer)))
  const comparison: Comparison = { from, to, uses: fit.uses, unseen: false }
  return { findings: [...workloadFindings(comparison, fit), ...ofClouds(comparison)], resources: fit.resources }
}

const ofProject = (from: CloudSurvey, to: CloudSurvey, { project, there }: Subject & { kind: 'project' }): Found => {
  const resources = sizeOf(project)
  const comparison: Comparison = { from, to, uses: usesOf(project, to), unseen: resources > 0 }
  const flavors = projectFlavors(comparison, project)
  return {
    findings: [
      ...flavors.findings,
      ...projectImages(comparison, project),
      ...projectZones(comparison, project),
      ...projectNetworks(comparison, project),
      ...projectAddresses(comparison, project),
      ...projectGuests(comparison, project, there),
      ...projectVolumes(comparison, project),
      ...projectQuotas(comparison, project, flavors.there),
      ...ofClouds(comparison),
    ],
    resources,
  }
}

const ofClouds = (comparison: Comparison): readonly Finding[] => [
  ...compareServices(comparison),
  ...compareInterfaces(comparison),
  ...compareAccess(comparison),
  ...compareGuests(comparison),
]

/** A project’s static routes matter only where there are routers at all: what else becomes of them is said of networks. */
const usesOf = (project: Project, to: CloudSurvey): ReadonlySet<Use> => {
  const has: Readonly<Record<Use, boolean>> = {
    server: project.servers.length > 0,
    image: project.images.length > 0,
    network: project.networks.length > 0,
    router: project.routers.length > 0,
    'static-route': to.offer.has.routers && project.routers.some(({ routes = [] }) => routes.length > 0),
    'security-group': project.securityGroups.length > 0,
    'floating-ip': project.floatingIps.length > 0,
    'key-pair': project.keyPairs.length > 0,
    volume: project.volumes.length > 0,
    snapshot: project.snapshots.length > 0,
  }
  return new Set((Object.keys(has) as Use[]).filter((use) => has[use]))
}

/** By area; in each what is met first, and the gravest first. */
const inOrder = (one: Finding, other: Finding): number =>
  areas.indexOf(one.area) - areas.indexOf(other.area) ||
  Number(other.met) - Number(one.met) ||
  consequences.indexOf(other.consequence) - consequences.indexOf(one.consequence)
