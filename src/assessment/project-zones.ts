import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { absorbed, blocking, counted, grouped, needsChoice } from './findings.ts'
import type { Project } from './project.ts'

/** Where servers may stand there, beside where they stand here. */
export const projectZones = ({ from, to }: Comparison, { servers }: Project): readonly Finding[] => {
  if (servers.length === 0) return []
  const usable = to.offer.zones.filter(({ available, serves }) => available && serves.includes('servers'))
  const names = new Set(usable.map(({ name }) => name))
  const zoneNames = new Map(from.offer.zones.map(({ id, name }) => [id as string, name]))
  const inUse = grouped(
    servers.filter(({ zoneId }) => zoneId !== undefined),
    ({ zoneId }) => zoneNames.get(zoneId as string) ?? (zoneId as string),
  )
  const strange = [...inUse.keys()].filter((name) => !names.has(name))
  if (strange.length === 0) return required(from.offer.traits.zoneRequired, to.offer.traits.zoneRequired)
  const base = {
    area: 'zones',
    subject: counted(servers.length, 'server'),
    resources: strange.flatMap((name) => (inUse.get(name) ?? []).map((server) => server.name)),
    here: [...inUse.keys()].join(', '),
    there: [...names].join(', ') || 'none',
  } as const
  if (usable.length === 0) return [blocking('no zone there takes servers now', base)]
  if (inUse.size === 1) return [absorbed('zoneByPlacement', 'one zone is as good as another', base)]
  if (usable.length < inUse.size)
    return [
      needsChoice(`what stands in ${inUse.size} zones here would share ${usable.length} there`, {
        ...base,
        hint: 'what must not fail together needs another cloud or region',
      }),
    ]
  return [
    needsChoice('which zone there takes the place of which one here', {
      ...base,
      hint: 'name them in placement: portolan explain workload.placement',
    }),
  ]
}

const required = (here: boolean, there: boolean): readonly Finding[] =>
  there && !here
    ? [
        absorbed('zoneByPlacement', 'a zone is named on every call there', {
          area: 'zones',
          subject: 'zones',
          here: 'may be named',
          there: 'must be named',
        }),
      ]
    : []
