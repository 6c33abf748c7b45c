import type { Subnet as Ec2Subnet } from '@aws-sdk/client-ec2'
import { containsCidr } from 'cidr-tools'
import type { Call } from '../../cloud/call.ts'
import type { SubnetDriver } from '../../cloud/driver.ts'
import { formatAddress, parseRange } from '../../model/address-range.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { Subnet, SubnetSpec } from '../../model/network.ts'
import { type AwsAccount, byToken, during, gone, nameOf, newTags, once, theOne } from './aws-account.ts'
import { hasInstances } from './find-instance.ts'

/** Subnets of a VPC. EC2 keeps the first four addresses and the last one (CreateSubnet's reference): the allocation pool leaves them out. */
export const awsSubnets = (account: AwsAccount): SubnetDriver => {
  const { sdk, client } = account
  return {
    create: (spec, call) =>
      once(
        account,
        call.token,
        async () => {
          const { Subnets = [] } = await client.send(
            new sdk.DescribeSubnetsCommand({ Filters: byToken(call.token) }),
            during(call),
          )
          return Subnets.map(asSubnet)[0]
        },
        async () => {
          refuseWhatEc2Decides(spec)
          const making = await makeRoom(account, spec, call)
          const { Subnet } = await client
            .send(
              new sdk.CreateSubnetCommand({
                VpcId: spec.networkId,
                CidrBlock: spec.cidr,
                ...(spec.zoneId ? { AvailabilityZone: spec.zoneId } : {}),
                TagSpecifications: newTags('subnet', { name: spec.name, token: call.token }),
              }),
              during(call),
            )
            .catch((error: Error) => {
              if (!making || error.name !== 'InvalidSubnet.Range') throw error
              throw new CloudError('unavailable', `The range ${spec.cidr} is still being added to the network.`, {
                cause: error,
              })
            })
          return asSubnet({ ...Subnet, Tags: [{ Key: 'Name', Value: spec.name }] })
        },
      ),
    async *list(call) {
      for await (const { Subnets = [] } of sdk.paginateDescribeSubnets({ client, pageSize: 100 }, {}, during(call)))
        yield* Subnets.map(asSubnet)
    },
    async get(id, call) {
      const { Subnets } = await client.send(new sdk.DescribeSubnetsCommand({ SubnetIds: [id] }), during(call))
      return asSubnet(theOne(Subnets, 'SubnetID', id))
    },
    async delete(id, call) {
      if (await hasInstances(account, { Name: 'subnet-id', Values: [id] }, call))
        throw Object.assign(new Error(`The subnet '${id}' has servers and cannot be deleted.`), {
          name: 'DependencyViolation',
        })
      await gone(client.send(new sdk.DeleteSubnetCommand({ SubnetId: id }), during(call)))
    },
  }
}

const refuseWhatEc2Decides = ({ gatewayIp, dhcp, dnsServers, allocationPools, cidr }: SubnetSpec): void => {
  const refused = [
    ...(gatewayIp === null || (gatewayIp !== undefined && gatewayIp !== firstAddress(cidr))
      ? ['a gateway of your own']
      : []),
    ...(dhcp === false ? ['no DHCP'] : []),
    ...(dnsServers?.length ? ['DNS servers of your own'] : []),
    ...(allocationPools?.length ? ['allocation pools of your own'] : []),
  ]
  if (refused.length > 0) throw new CloudError('unsupported', `A subnet on AWS cannot have ${refused.join(' or ')}.`)
}

/** Adds the subnet's range to its VPC when it lies outside. True while EC2 may still be at it. */
const makeRoom = async ({ sdk, client }: AwsAccount, { networkId, cidr }: SubnetSpec, call: Call): Promise<boolean> => {
  const { Vpcs } = await client.send(new sdk.DescribeVpcsCommand({ VpcIds: [networkId] }), during(call))
  const associations = theOne(Vpcs, 'VpcID', networkId).CidrBlockAssociationSet ?? []
  const around = associations.find(({ CidrBlock }) => CidrBlock !== undefined && containsCidr(CidrBlock, cidr))
  if (around) return around.CidrBlockState?.State === 'associating'
  await client.send(new sdk.AssociateVpcCidrBlockCommand({ VpcId: networkId, CidrBlock: cidr }), during(call))
  return true
}

const firstAddress = (cidr: string): string => addressAt(cidr, 1n)

const addressAt = (cidr: string, offset: bigint): string => {
  const { first, version } = parseRange(cidr)
  return formatAddress(first + offset, version)
}

const asSubnet = ({ SubnetId = '', VpcId = '', CidrBlock = '', AvailabilityZone, Tags }: Ec2Subnet): Subnet => {
  const { first, last, version } = parseRange(CidrBlock)
  return {
    id: asId<'subnet'>(SubnetId),
    networkId: asId<'network'>(VpcId),
    name: nameOf(Tags, SubnetId),
    cidr: CidrBlock,
    ipVersion: version,
    gatewayIp: firstAddress(CidrBlock),
    dhcp: true,
    dnsServers: [],
    allocationPools: [{ start: addressAt(CidrBlock, 4n), end: addressAt(CidrBlock, last - first - 1n) }],
    ...(AvailabilityZone === undefined ? {} : { zoneId: asId<'zone'>(AvailabilityZone) }),
  }
}
