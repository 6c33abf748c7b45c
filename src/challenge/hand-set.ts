import type { CompleteDocument } from '../workload/document.ts'

/**
 * Settings that say where a cloud is and who is calling: what an operator hands out (Horizon's openrc file: openstack/horizon
 * openstack_dashboard/dashboards/project/api_access/templates/api_access/openrc.sh.template, and the certificate to trust). All others describe how
 * a cloud differs, which is what nobody should have to tell.
 */
const handedOut =
  /^(auth\.|auth$|(auth_type|region_name|interface|identity_api_version|cacert|cert|key|verify|profile)$)/

/** The settings of a cloud, among these that somebody wrote, that are neither credentials nor an address. */
export const handSetSettings = (writtenSettings: readonly string[]): readonly string[] =>
  writtenSettings.filter((path) => !handedOut.test(path)).map((path) => `cloud: ${path}`)

/** The fields of a workload that were written for this one cloud: placements that name it, and names that only one cloud knows. */
export const handSetFields = (document: CompleteDocument, cloudName: string): readonly string[] => {
  const fields: string[] = []
  const look = (placement: CompleteDocument['placement'], path: string) => {
    for (const key of ['any_of', 'ordered'] as const)
      for (const [index, place] of (placement?.[key] ?? []).entries()) {
        if (place.cloud !== undefined && place.cloud !== '*' && !matches(place.cloud, cloudName)) continue
        for (const field of ['cloud', 'region', 'zone'] as const)
          if (place[field] !== undefined && place[field] !== '*')
            fields.push(`workload: ${path}.${key}[${index}].${field}`)
      }
  }
  look(document.placement, 'placement')
  for (const [name, component] of Object.entries(document.components)) {
    look(component.placement, `components.${name}.placement`)
    for (const [volume, { type }] of Object.entries(component.volumes))
      if (type !== undefined) fields.push(`workload: components.${name}.volumes.${volume}.type`)
  }
  return fields
}

const matches = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`).test(name)

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
