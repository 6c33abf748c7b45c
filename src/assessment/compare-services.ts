import type { ServiceDescription } from '../model/cloud-description.ts'
import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { absorbed, needsChoice } from './findings.ts'

/** Services of whose use the contract knows: what their absence means is said of their resources. */
const known = new Set(['identity', 'compute', 'network', 'image', 'block-storage', 'placement', 'portolan-guests'])

/** Services that are missing there, and those that are there in other versions. */
export const compareServices = ({ from, to, unseen }: Comparison): readonly Finding[] => {
  if (!from.description || !to.description) return []
  const there = new Map(to.description.services.map((service) => [service.type, service]))
  return from.description.services.flatMap((service): Finding[] => {
    const other = there.get(service.type)
    if (!other) return known.has(service.type) ? [] : [missing(service, unseen)]
    return versions(service, other)
  })
}

const missing = ({ type, name }: ServiceDescription, met: boolean): Finding =>
  needsChoice('nothing there takes its place, and what of it is in use cannot be seen from here', {
    area: 'services',
    subject: type,
    here: name ?? 'there',
    there: 'none',
    met,
    hint: `if nothing uses ${type}, nothing is missing; otherwise bring servers that do its work`,
  })

const versions = (here: ServiceDescription, there: ServiceDescription): Finding[] => {
  const findings: Finding[] = []
  const difference = { area: 'interfaces', subject: here.type } as const
  const [one, other] = [range(here), range(there)]
  if (one !== other)
    findings.push(
      absorbed('negotiatedMicroversion', 'every call speaks the newest microversion that both sides know', {
        ...difference,
        here: one,
        there: other,
        hint: `tools that insist on a microversion of ${here.type} may need another`,
      }),
    )
  if (here.version !== there.version || here.endpoints !== there.endpoints)
    findings.push(
      absorbed('discoveredEndpoint', 'the endpoint is chosen by type, region and version, wherever it is', {
        ...difference,
        here: endpointsOf(here),
        there: endpointsOf(there),
      }),
    )
  return findings
}

const range = ({ microversions }: ServiceDescription): string =>
  microversions ? `${microversions.min} to ${microversions.max}` : 'no microversions'

const endpointsOf = ({ version, endpoints }: ServiceDescription): string =>
  `${version ?? 'no version'}, ${endpoints === 1 ? '1 endpoint' : `${endpoints} endpoints`}`
