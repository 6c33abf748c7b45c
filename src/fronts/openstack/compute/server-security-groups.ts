import { CloudError } from '../../../model/cloud-error.ts'
import type { SecurityGroupId } from '../../../model/id.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { needSecurityGroup } from './choose-groups.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ServerRecord } from './server-record.ts'

/** The mirror's ports of a server, in the order of its interfaces; none on clouds that show no ports. */
export const portsOf = ({ front, servers }: Compute, record: ServerRecord): ReadonlyArray<MirrorRecord<'port'>> =>
  (servers.mirrored(record.id)?.native?.interfaces ?? []).flatMap(({ portId }, index, all) => {
    const first = all.findIndex((other) => other.portId === portId) === index
    const port = portId === undefined || !first ? undefined : front.mirror.byNative('port', portId)
    return port ? [port] : []
  })

/** Puts a server's ports into a group more. Throws Nova's 404 for a group that is not there. */
export const addSecurityGroup = async (
  compute: Compute,
  call: ComputeCall,
  record: ServerRecord,
  name: string,
): Promise<Response> => {
  const group = needGroup(compute, record, name)
  await regroup(compute, record, (groups) => (groups.includes(group) ? groups : [...groups, group]))
  return call.empty(202)
}

/** Takes a server's ports out of a group. Throws Nova's 404 when it is in no such group. */
export const removeSecurityGroup = async (
  compute: Compute,
  call: ComputeCall,
  record: ServerRecord,
  name: string,
): Promise<Response> => {
  const group = needGroup(compute, record, name)
  if (!portsOf(compute, record).some(({ native }) => native?.securityGroupIds.includes(group)))
    throw new CloudError('not_found', `Security group ${name} not associated with the instance ${record.id}`)
  await regroup(compute, record, (groups) => groups.filter((id) => id !== group))
  return call.empty(202)
}

const needGroup = ({ front }: Compute, { projectId }: ServerRecord, name: string): SecurityGroupId => {
  try {
    return front.mirror.nativeId('security-group', needSecurityGroup(front, projectId, name).id)
  } catch (error) {
    // The same mistake is a 400 in a new server's body and a 404 here (openstack/nova `nova/api/openstack/compute/security_groups.py`).
    if (error instanceof CloudError && error.reason === 'SecurityGroupNotFoundForProject')
      throw new CloudError('not_found', error.message, { reason: error.reason })
    throw error
  }
}

const regroup = async (
  compute: Compute,
  record: ServerRecord,
  edit: (groups: readonly SecurityGroupId[]) => readonly SecurityGroupId[],
): Promise<void> => {
  const { mirror, driver } = compute.front
  const { ports } = driver
  if (!ports)
    throw new CloudError('unsupported', 'The security groups of a running server cannot be changed on this cloud.')
  const own = portsOf(compute, record)
  if (own.length === 0)
    throw new CloudError(
      'invalid',
      'Network requires port_security_enabled and subnet associated in order to apply security groups.',
      { reason: 'SecurityGroupCannotBeApplied' },
    )
  for (const { native } of own) {
    if (!native) continue
    const groups = edit(native.securityGroupIds)
    if (groups === native.securityGroupIds) continue
    const changed = await mirror.act((_driver, call) => ports.setSecurityGroups(native.id, groups, call))
    mirror.apply({ kind: 'port', id: native.id, resource: changed })
  }
  await mirror.refresh('server', record.id)
}
