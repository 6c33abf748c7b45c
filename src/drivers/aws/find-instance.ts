import type { Filter, Instance } from '@aws-sdk/client-ec2'
import type { Call } from '../../cloud/call.ts'
import { type AwsAccount, during, theOne } from './aws-account.ts'

/** EC2 shows a terminated instance for an hour; for the contract it is gone. */
export const isThere = ({ State }: Instance): boolean => State?.Name !== 'terminated'

/** The instance with that id. Fails as EC2 does for an unknown one when it is gone. */
export const findInstance = async ({ sdk, client }: AwsAccount, id: string, call: Call): Promise<Instance> => {
  const { Reservations = [] } = await client.send(new sdk.DescribeInstancesCommand({ InstanceIds: [id] }), during(call))
  return theOne(Reservations.flatMap(({ Instances = [] }) => Instances).filter(isThere), 'InstanceID', id)
}

/** True while instances that are not terminated fit the filter, such as those of a VPC, a subnet or a security group. */
export const hasInstances = async ({ sdk, client }: AwsAccount, filter: Filter, call: Call): Promise<boolean> => {
  const states = ['pending', 'running', 'shutting-down', 'stopping', 'stopped']
  const { Reservations = [] } = await client.send(
    new sdk.DescribeInstancesCommand({ Filters: [filter, { Name: 'instance-state-name', Values: states }] }),
    during(call),
  )
  return Reservations.length > 0
}
