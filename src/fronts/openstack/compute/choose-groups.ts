import { CloudError } from '../../../model/cloud-error.ts'
import type { SecurityGroupId } from '../../../model/id.ts'
import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror.ts'
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

/** The groups of a new server in the driver's ids; the project's default group when the request names none, the cloud's where it has none. */
export const chooseGroups = (
  front: Front,
  projectId: string,
  names: readonly string[],
): readonly SecurityGroupId[] | undefined => {
  if (names.length === 0) {
    const isDefault = (group: MirrorRecord<'security-group'>) => securityGroupNameOf(front, group) === 'default'
    const own = [...front.mirror.list('security-group', projectId)].find(isDefault)
    return own?.nativeId === undefined ? undefined : [front.mirror.nativeId('security-group', own.id)]
  }
  const ids = names.map((name) => front.mirror.nativeId('security-group', needSecurityGroup(front, projectId, name).id))
  return [...new Set(ids)]
}
