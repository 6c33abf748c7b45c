import type { CloudDriver } from '../../cloud/driver.ts'
import type { AwsAccount } from './aws-account.ts'
import { awsAttachments } from './aws-attachments.ts'
import { awsFlavors } from './aws-flavors.ts'
import { awsImages } from './aws-images.ts'
import { awsKeyPairs } from './aws-key-pairs.ts'
import { awsNetworks } from './aws-networks.ts'
import { awsPlaces } from './aws-places.ts'
import { awsSecurityGroups } from './aws-security-groups.ts'
import { awsServers, userDataLimit } from './aws-servers.ts'
import { awsSubnets } from './aws-subnets.ts'
import { awsVolumes } from './aws-volumes.ts'
import { classifyAwsError } from './classify-aws-error.ts'

export interface AwsOptions {
  readonly region: string
  /** Another place than AWS's own, such as a simulation on loopback. */
  readonly endpoint?: string
  /** Absent for the SDK's own chain: variables, shared files, instance roles. */
  readonly credentials?: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
  }
  /** Whose images to list beside the account's own; Amazon, Debian, Canonical, Rocky and Red Hat when absent. */
  readonly imageOwners?: readonly string[]
  /** The range of networks that are made without one; 10.0.0.0/16 when absent. */
  readonly networkRange?: string
  readonly pollIntervalMs?: number
}

/** The publishers' own accounts, as each documents them on its cloud images page. */
const publishers = ['amazon', '136693071363', '099720109477', '792107900819', '309956199498']

/**
 * One region of one AWS account. Needs the package `@aws-sdk/client-ec2`, which is loaded here and not before. Routers, ports, floating IPs, snapshots
 * and quotas are not offered.
 */
export const openAwsDriver = async (options: AwsOptions): Promise<CloudDriver> => {
  const sdk = await import('@aws-sdk/client-ec2')
  const client = new sdk.EC2Client({
    region: options.region,
    maxAttempts: 1,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.credentials ? { credentials: options.credentials } : {}),
  })
  const account: AwsAccount = {
    sdk,
    client,
    region: options.region,
    settings: {
      imageOwners: options.imageOwners ?? publishers,
      networkRange: options.networkRange ?? '10.0.0.0/16',
    },
    creating: new Map(),
  }
  return {
    traits: {
      kind: 'aws',
      simulated: false,
      region: options.region,
      resizeNeedsStop: true,
      zoneRequired: false,
      volumesStayInZone: true,
      userDataLimit,
      pollIntervalMs: options.pollIntervalMs ?? 2000,
      consistencyWindowMs: 10_000,
    },
    places: awsPlaces(account),
    flavors: awsFlavors(account),
    images: awsImages(account),
    keyPairs: awsKeyPairs(account),
    networks: awsNetworks(account),
    subnets: awsSubnets(account),
    securityGroups: awsSecurityGroups(account),
    servers: awsServers(account),
    volumes: awsVolumes(account),
    attachments: awsAttachments(account),
    classify: classifyAwsError,
    async [Symbol.asyncDispose]() {
      client.destroy()
    },
  }
}
