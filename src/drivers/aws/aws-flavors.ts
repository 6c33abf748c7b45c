import type { InstanceTypeInfo } from '@aws-sdk/client-ec2'
import type { FlavorDriver } from '../../cloud/driver.ts'
import type { Architecture, Flavor, FlavorTrait } from '../../model/flavor.ts'
import { asId } from '../../model/id.ts'
import { type AwsAccount, during, theOne } from './aws-account.ts'

/** Instance types are flavors; their id is the type's name. Their root disk is the image's (EBS), so `diskGiB` is 0. */
export const awsFlavors = ({ sdk, client }: AwsAccount): FlavorDriver => ({
  async *list(call) {
    for await (const { InstanceTypes = [] } of sdk.paginateDescribeInstanceTypes(
      { client, pageSize: 100 },
      {},
      during(call),
    ))
      for (const type of InstanceTypes) yield asFlavor(type)
  },
  async get(id, call) {
    const { InstanceTypes } = await client.send(
      new sdk.DescribeInstanceTypesCommand({ Filters: [{ Name: 'instance-type', Values: [id] }] }),
      during(call),
    )
    return asFlavor(theOne(InstanceTypes, 'InstanceType', id))
  },
})

/** Architectures in Linux's words; 32-bit ones are none of ours. */
const architectures: Readonly<Record<string, Architecture>> = { x86_64: 'x86_64', arm64: 'aarch64' }

export const asArchitecture = (name: string | undefined): Architecture | undefined => architectures[name ?? '']

const asFlavor = (type: InstanceTypeInfo): Flavor => {
  const name = type.InstanceType ?? ''
  const traits: FlavorTrait[] = []
  if (type.GpuInfo?.Gpus?.length) traits.push('gpu')
  if (type.BareMetal) traits.push('bare_metal')
  if (type.BurstablePerformanceSupported) traits.push('burstable')
  if (type.InstanceStorageSupported) traits.push('local_disk')
  const architecture = type.ProcessorInfo?.SupportedArchitectures?.map(asArchitecture).find(Boolean)
  return {
    id: asId<'flavor'>(name),
    name,
    vcpus: type.VCpuInfo?.DefaultVCpus ?? 0,
    memoryMiB: type.MemoryInfo?.SizeInMiB ?? 0,
    diskGiB: 0,
    ...(architecture ? { architecture } : {}),
    traits,
    extra: {},
  }
}
