import type { Image as Ami } from '@aws-sdk/client-ec2'
import type { ImageDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { Image, ImageStatus, OperatingSystem } from '../../model/image.ts'
import { type AwsAccount, during, nameOf, theOne, userTags } from './aws-account.ts'
import { asArchitecture } from './aws-flavors.ts'

/** The account's own AMIs and those of the publishers in the settings. Their content comes and goes by other services than EC2. */
export const awsImages = ({ sdk, client, settings }: AwsAccount): ImageDriver => ({
  async *list(call) {
    const input = { Owners: ['self', ...settings.imageOwners], Filters: [{ Name: 'image-type', Values: ['machine'] }] }
    for await (const { Images = [] } of sdk.paginateDescribeImages({ client, pageSize: 500 }, input, during(call)))
      for (const image of Images) yield asImage(image)
  },
  async get(id, call) {
    const { Images } = await client.send(new sdk.DescribeImagesCommand({ ImageIds: [id] }), during(call))
    return asImage(theOne(Images, 'AMIID', id))
  },
})

const statuses: Readonly<Record<string, ImageStatus>> = {
  available: 'active',
  pending: 'importing',
  transient: 'importing',
  disabled: 'deactivated',
  deregistered: 'deleting',
}

const asImage = (ami: Ami): Image => {
  const id = ami.ImageId ?? ''
  const operatingSystem = operatingSystemOf(ami.Name ?? '', ami.Description ?? '')
  const architecture = asArchitecture(ami.Architecture)
  return {
    id: asId<'image'>(id),
    name: ami.Name ?? nameOf(ami.Tags, id),
    status: statuses[ami.State ?? ''] ?? 'error',
    ...(operatingSystem ? { operatingSystem } : {}),
    ...(architecture ? { architecture } : {}),
    format: 'ami',
    checksums: {},
    minDiskGiB:
      ami.BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === ami.RootDeviceName)?.Ebs?.VolumeSize ?? 0,
    minMemoryMiB: 0,
    public: ami.Public ?? false,
    ...(ami.CreationDate === undefined ? {} : { createdAt: ami.CreationDate }),
    properties: userTags(ami.Tags),
  }
}

/** How publishers name their plain server AMIs: EC2 itself says no more of an operating system than "Windows or not". */
const publishers: ReadonlyArray<readonly [RegExp, string]> = [
  [/^debian-(\d+)(?:-backports)?-(?:amd64|arm64)/, 'debian'],
  [/^ubuntu\/images\/.*ubuntu-\w+-(\d\d\.\d\d)-(?:amd64|arm64)-server/, 'ubuntu'],
  [/^al(20\d\d)-ami-20/, 'amazon'],
  [/^amzn(2)-ami-(?:kernel-[\d.]+-)?hvm-/, 'amazon'],
  [/^RHEL-(\d+)/, 'rhel'],
  [/^Rocky-(\d+)/, 'rocky'],
  [/^AlmaLinux OS (\d+)/, 'almalinux'],
  [/^suse-sles-(\d+)/, 'sles'],
]

const operatingSystemOf = (name: string, description: string): OperatingSystem | undefined => {
  for (const [pattern, distro] of publishers) {
    const version = (pattern.exec(name) ?? pattern.exec(description))?.[1]
    if (version !== undefined) return { distro, version }
  }
  return undefined
}
