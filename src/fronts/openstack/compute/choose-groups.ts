import { CloudError } from '../../../model/cloud-error.ts'
import type { SecurityGroupId } from '../../../model/id.ts'
import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { defaultSecurityGroupOf } from '../network/default-security-group.ts'
import { securityGroupNameOf } from './names.ts'

/** The project's security group of that id or name. Throws Nova's refusals for none and for several. */
export const needSecurityGroup = (
  front: Front,
  projectId: string,
  nameOrId: string,
): MirrorRecord<'security-group'> => {
  const groups = [...front.mirror.list('security-group', projectId)]
  const byId = groups.find(({ id }) => id === nameOrId)
  const found = byId ? [byId] : groups.filter((group) => securityGroupNameOf(front, group) === nameOrId)
  if (found.length > 1)
    throw new CloudError(
      'conflict',
      `Multiple security groups found matching '${nameOrId}'. Use an ID to be more specific.`,
      { reason: 'NoUniqueMatch' },
    )
  const [group] = found
  if (group) return group
  throw new CloudError('invalid', `Security group ${nameOrId} not found for project ${projectId}.`, {
    reason: 'SecurityGroupNotFoundForProject',
  })
}

/** The groups of a new server in the driver's ids: the project's default group when the request names none. */
export const chooseGroups = async (
  front: Front,
  projectId: string,
  names: readonly string[],
): Promise<readonly SecurityGroupId[]> => {
  const own =
    names.length === 0 || names.includes('default') ? await defaultSecurityGroupOf(front, projectId) : undefined
  const groups = names.map((name) => needSecurityGroup(front, projectId, name))
  const chosen = groups.length > 0 ? groups : own ? [own] : []
  return [...new Set(chosen.map(({ id }) => front.mirror.nativeId('security-group', id)))]
}
