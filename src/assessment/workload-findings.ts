import type { ComponentChoice } from '../workload/choices.ts'
import type { Refusal } from '../workload/plan.ts'
import type { Area, Finding } from './assessment.ts'
import type { Comparison, Use } from './comparison.ts'
import { absorbed, blocking, grouped, needsChoice } from './findings.ts'
import type { FittedWorkload } from './fit-workload.ts'
import type { CloudSurvey } from './survey-cloud.ts'

export interface WorkloadFit {
  readonly here: FittedWorkload
  readonly there: FittedWorkload
  /** What it would need there: a network of the cloud’s own needs no router. */
  readonly uses: ReadonlySet<Use>
  /** How many resources it would be there; where it does not fit there, here. */
  readonly resources: number
}

/** Fits a workload to both clouds, with the planner that `up` uses. */
export const fitToBoth = (
  from: CloudSurvey,
  to: CloudSurvey,
  fitTo: (survey: CloudSurvey) => FittedWorkload,
): WorkloadFit => {
  const [here, there] = [fitTo(from), fitTo(to)]
  const nodes = there.graph.nodes.length > 0 ? there.graph.nodes : here.graph.nodes
  const uses = new Set<Use>(['server'])
  for (const { kind } of nodes) if (isUse(kind)) uses.add(kind)
  return { here, there, uses, resources: nodes.length }
}

const isUse = (kind: string): kind is Use =>
  ['network', 'router', 'security-group', 'floating-ip', 'key-pair', 'volume'].includes(kind)

/** What the planner would choose otherwise there, and what it refuses there. */
export const workloadFindings = (comparison: Comparison, { here, there }: WorkloadFit): readonly Finding[] => [
  ...refusals('fit', here.graph.refusals, there.graph.refusals),
  ...refusals('quotas', here.quotaRefusals, there.quotaRefusals),
  ...warnings(here, there),
  ...components(comparison, here.graph.choices.components, there.graph.choices.components),
  ...networks(here, there),
]

const refusals = (area: Area, here: readonly Refusal[], there: readonly Refusal[]): readonly Finding[] =>
  there.map(({ subject, reason, hint }) =>
    blocking(reason, {
      area,
      subject,
      here: here.some((refusal) => refusal.subject === subject) ? 'does not fit either' : 'fits',
      there: 'does not fit',
      ...(hint === undefined ? {} : { hint }),
    }),
  )

const warnings = (here: FittedWorkload, there: FittedWorkload): readonly Finding[] =>
  there.graph.warnings
    .filter((warning) => !here.graph.warnings.includes(warning))
    .map((warning) =>
      needsChoice(warning, { area: 'fit', subject: 'the workload', here: 'fits', there: 'fits, with a warning' }),
    )

interface Pair {
  readonly component: string
  readonly here: ComponentChoice
  readonly there: ComponentChoice
}

const components = (
  { from, to }: Comparison,
  here: readonly ComponentChoice[],
  there: readonly ComponentChoice[],
): readonly Finding[] => {
  const theirs = new Map(there.map((choice) => [choice.component, choice]))
  const pairs = here.flatMap((choice): Pair[] => {
    const other = theirs.get(choice.component)
    return other ? [{ component: choice.component, here: choice, there: other }] : []
  })
  const diskless = (survey: CloudSurvey) =>
    new Set(survey.offer.flavors.filter(({ diskGiB }) => diskGiB === 0).map(({ id }) => id as string))
  const [disklessHere, disklessThere] = [diskless(from), diskless(to)]
  return [
    ...alike(
      pairs,
      'flavors',
      ({ flavor }) => `${flavor.name} (${summaryOf(flavor)})`,
      (pair, difference) =>
        disklessThere.has(pair.there.flavor.id) && !disklessHere.has(pair.here.flavor.id)
          ? absorbed('bootVolume', 'its servers boot from volumes', difference)
          : absorbed('flavorBySize', pair.there.flavor.because, difference),
    ),
    ...alike(
      pairs,
      'images',
      ({ image }) => image.name,
      (pair, difference) => absorbed('imageByContent', pair.there.image.because, difference),
    ),
    ...alike(
      pairs,
      'zones',
      ({ zones }) => [...new Set(zones)].join(', ') || 'the cloud decides',
      (_, difference) =>
        absorbed(
          'zoneByPlacement',
          'zones are taken as the placement admits them and the cloud wants them',
          difference,
        ),
    ),
  ]
}

const summaryOf = ({ considered, id }: ComponentChoice['flavor']): string =>
  considered.find((each) => each.id === id)?.summary ?? ''

/** One finding for all components for which the same is chosen here and the same there. */
const alike = (
  pairs: readonly Pair[],
  area: Area,
  textOf: (choice: ComponentChoice) => string,
  found: (pair: Pair, difference: Parameters<typeof absorbed>[2]) => Finding,
): readonly Finding[] => {
  const different = pairs.filter(({ here, there }) => textOf(here) !== textOf(there))
  return [...grouped(different, ({ here, there }) => JSON.stringify([textOf(here), textOf(there)])).values()].map(
    (group) => {
      const [first] = group as [Pair, ...Pair[]]
      const names = group.map(({ component }) => component)
      return found(first, {
        area,
        subject: names.join(', '),
        resources: names,
        here: textOf(first.here),
        there: textOf(first.there),
      })
    },
  )
}

const networks = ({ graph: here }: FittedWorkload, { graph: there }: FittedWorkload): readonly Finding[] => {
  const findings: Finding[] = []
  if (here.nodes.length === 0 || there.nodes.length === 0) return findings
  const texts = { own: 'networks of its own', provider: 'the cloud’s network' } as const
  if (here.choices.network.kind !== there.choices.network.kind)
    findings.push(
      absorbed('networkByOffer', there.choices.network.because, {
        area: 'networks',
        subject: 'the workload',
        here: texts[here.choices.network.kind],
        there: texts[there.choices.network.kind],
      }),
    )
  const [ours, theirs] = [here, there].map(({ nodes }) => nodes.filter(({ kind }) => kind === 'floating-ip').length)
  if (ours !== theirs)
    findings.push(
      absorbed('networkByOffer', 'exposed ports are reached at whatever public address a server has', {
        area: 'addresses',
        subject: 'exposed ports',
        here: ours ? 'at floating IPs' : 'at the servers’ own addresses',
        there: theirs ? 'at floating IPs' : 'at the servers’ own addresses',
      }),
    )
  return findings
}
