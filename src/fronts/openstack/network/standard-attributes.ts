import type { Extra } from './extras.ts'
import type { NetworkContext } from './network-context.ts'

/** The record with its owner: what every project sees belongs to one as well, the operator's. */
export const withOwner = <Record extends { readonly projectId?: string }>(
  { front }: NetworkContext,
  record: Record,
): Record & { readonly projectId: string } => ({ ...record, projectId: record.projectId ?? front.operatorProjectId })

/** The attributes that all of Neutron's resources have, in its order of things: what is kept here wins over what is below. */
export const standardAttributes = (
  record: { readonly id: string; readonly projectId?: string; readonly createdAt: string; readonly updatedAt: string },
  extra: Extra | undefined,
  { name, description }: { readonly name: string; readonly description?: string },
) => {
  const projectId = record.projectId ?? ''
  return {
    id: record.id,
    name: extra?.name ?? name,
    description: extra?.description ?? description ?? '',
    project_id: projectId,
    tenant_id: projectId,
    tags: [...(extra?.tags ?? [])],
    revision_number: extra?.revision ?? 1,
    created_at: extra?.createdAt ?? record.createdAt,
    updated_at: later(extra?.updatedAt, record.updatedAt),
  }
}

const later = (a: string | undefined, b: string): string => (a !== undefined && a > b ? a : b)

/** What of a body goes into the extra as it stands; attributes that were not sent stay as they were. */
export const sentAttributes = (body: {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly admin_state_up?: boolean | undefined
}): { name?: string; description?: string; adminStateUp?: boolean } => ({
  ...(body.name === undefined ? {} : { name: body.name }),
  ...(body.description === undefined ? {} : { description: body.description }),
  ...(body.admin_state_up === undefined ? {} : { adminStateUp: body.admin_state_up }),
})
