import type { Volume } from '../model/volume.ts'
import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { absorbed, blocking, counted, grouped, needsChoice, someOf } from './findings.ts'
import type { Project } from './project.ts'

/** What becomes of volumes: their types, their sizes, their ties to zones. */
export const projectVolumes = (comparison: Comparison, { volumes, snapshots }: Project): readonly Finding[] => {
  const { to } = comparison
  if (volumes.length === 0) return []
  if (!to.offer.has.volumes)
    return [
      blocking('that cloud has no volumes', {
        area: 'volumes',
        subject: [
          counted(volumes.length, 'volume'),
          ...(snapshots.length > 0 ? [counted(snapshots.length, 'snapshot')] : []),
        ].join(', '),
        resources: volumes.map(nameOf),
        here: 'there',
        there: 'none',
      }),
    ]
  return [...types(comparison, volumes), ...sizes(comparison, volumes), ...zones(comparison, volumes)]
}

const nameOf = ({ name, id }: Volume): string => name || id

const types = ({ from, to }: Comparison, volumes: readonly Volume[]): readonly Finding[] => {
  const there = new Set(to.offer.volumeTypes.map(({ name }) => name))
  const offered = someOf([...there])
  const properties = (survey: Comparison['from']) =>
    new Map((survey.description?.volumeTypes ?? []).map((type) => [type.name, propertyText(type.properties)]))
  const [ours, theirs] = [properties(from), properties(to)]
  return [...grouped(volumes, ({ type }) => type)].flatMap(([type, users]): Finding[] => {
    if (type === undefined) return []
    const base = { area: 'volumes', subject: counted(users.length, 'volume'), resources: users.map(nameOf) } as const
    if (there.has(type)) {
      const [here, other] = [ours.get(type) ?? '', theirs.get(type) ?? '']
      return here === other
        ? []
        : [
            needsChoice('a type of the same name has other properties there', {
              ...base,
              here: `${type} (${here || 'no properties shown'})`,
              there: `${type} (${other || 'no properties shown'})`,
            }),
          ]
    }
    return [
      needsChoice('that cloud has no type of this name', {
        ...base,
        here: `type ${type}`,
        there: offered || 'no types',
        hint: 'choose one of its types, or name none and take its default',
      }),
    ]
  })
}

const propertyText = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(', ')

const sizes = ({ to }: Comparison, volumes: readonly Volume[]): readonly Finding[] => {
  const limits = new Map(to.offer.volumeTypes.map((type) => [type.name as string | undefined, type]))
  const standard = to.offer.volumeTypes.find((type) => type.default) ?? to.offer.volumeTypes[0]
  const each = to.description?.limits.volumeGiBEach
  const most = ({ type }: Volume) =>
    Math.min(each ?? Number.POSITIVE_INFINITY, (limits.get(type) ?? standard)?.maxGiB ?? Number.POSITIVE_INFINITY)
  const least = ({ type }: Volume) => (limits.get(type) ?? standard)?.minGiB ?? 0
  const large = volumes.filter((volume) => volume.sizeGiB > most(volume))
  const small = volumes.filter((volume) => volume.sizeGiB < least(volume))
  return [
    ...[...grouped(large, most)].map(([limit, group]) =>
      blocking('they are larger than a volume may be there', {
        area: 'volumes',
        subject: counted(group.length, 'volume'),
        resources: group.map(nameOf),
        here: sizeRange(group),
        there: `at most ${limit} GiB`,
        hint: 'spread the data over several volumes, or ask for a larger limit',
      }),
    ),
    ...[...grouped(small, least)].map(([limit, group]) =>
      absorbed('volumeSize', 'a volume there is made as large as it must be', {
        area: 'volumes',
        subject: counted(group.length, 'volume'),
        resources: group.map(nameOf),
        here: sizeRange(group),
        there: `at least ${limit} GiB`,
      }),
    ),
  ]
}

const sizeRange = (volumes: readonly Volume[]): string => {
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  for (const { sizeGiB } of volumes) {
    least = Math.min(least, sizeGiB)
    most = Math.max(most, sizeGiB)
  }
  return least === most ? `${least} GiB` : `${least} to ${most} GiB`
}

const zones = ({ from, to }: Comparison, volumes: readonly Volume[]): readonly Finding[] =>
  to.offer.traits.volumesStayInZone && !from.offer.traits.volumesStayInZone
    ? [
        absorbed('zoneByPlacement', 'a server and its volumes are put into the same zone', {
          area: 'volumes',
          subject: counted(volumes.length, 'volume'),
          here: 'any zone',
          there: 'their server’s zone',
        }),
      ]
    : []
