import type { Vpc } from '@aws-sdk/client-ec2'
import type { Call } from '../../cloud/call.ts'
import type { NetworkDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { Network } from '../../model/network.ts'
import { type AwsAccount, byToken, copyTag, during, gone, nameOf, newTags, once, theOne } from './aws-account.ts'
import { hasInstances } from './find-instance.ts'

/** A network is a VPC. It takes in the ranges of subnets that lie outside it as they come (aws-subnets.ts). */
export const awsNetworks = (account: AwsAccount): NetworkDriver => {
  const { sdk, client, settings } = account
  return {
    create: ({ name, range }, call) =>
      once(
        account,
        call.token,
        async () => {
          const { Vpcs = [] } = await client.send(
            new sdk.DescribeVpcsCommand({ Filters: byToken(call.token) }),
            during(call),
          )
          return Vpcs.map(asNetwork)[0]
        },
        async () => {
          const { Vpc } = await client.send(
            new sdk.CreateVpcCommand({
              CidrBlock: range ?? settings.networkRange,
              TagSpecifications: newTags('vpc', { name, token: call.token }),
            }),
            during(call),
          )
          return asNetwork({ ...Vpc, Tags: [{ Key: 'Name', Value: name }] })
        },
      ),
    async *list(call) {
      for await (const { Vpcs = [] } of sdk.paginateDescribeVpcs({ client, pageSize: 100 }, {}, during(call)))
        yield* Vpcs.map(asNetwork)
    },
    async get(id, call) {
      const { Vpcs } = await client.send(new sdk.DescribeVpcsCommand({ VpcIds: [id] }), during(call))
      return asNetwork(theOne(Vpcs, 'VpcID', id))
    },
    async delete(id, call) {
      await refuseWhileInUse(account, id, call)
      const Filters = [{ Name: 'vpc-id', Values: [id] }]
      const { Subnets = [] } = await client.send(new sdk.DescribeSubnetsCommand({ Filters }), during(call))
      for (const { SubnetId } of Subnets)
        await gone(client.send(new sdk.DeleteSubnetCommand({ SubnetId }), during(call)))
      const copies = [...Filters, { Name: 'tag-key', Values: [copyTag] }]
      const { SecurityGroups = [] } = await client.send(
        new sdk.DescribeSecurityGroupsCommand({ Filters: copies }),
        during(call),
      )
      for (const { GroupId, IpPermissions } of SecurityGroups)
        if (IpPermissions?.length)
          await client.send(new sdk.RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }), during(call))
      for (const { GroupId } of SecurityGroups)
        await gone(client.send(new sdk.DeleteSecurityGroupCommand({ GroupId }), during(call)))
      await gone(client.send(new sdk.DeleteVpcCommand({ VpcId: id }), during(call)))
    },
  }
}

/** EC2 finds out only after the empty subnets are gone; so the servers are looked for first. */
const refuseWhileInUse = async (account: AwsAccount, vpcId: string, call: Call): Promise<void> => {
  if (await hasInstances(account, { Name: 'vpc-id', Values: [vpcId] }, call))
    throw Object.assign(new Error(`The vpc '${vpcId}' has servers and cannot be deleted.`), {
      name: 'DependencyViolation',
    })
}

const asNetwork = ({ VpcId = '', State, Tags }: Vpc): Network => ({
  id: asId<'network'>(VpcId),
  name: nameOf(Tags, VpcId),
  status: State === 'pending' ? 'building' : 'active',
  external: false,
  shared: false,
})
