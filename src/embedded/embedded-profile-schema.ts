import { z } from 'zod'
import { architectures, flavorTraits } from '../model/flavor.ts'
import { diskFormats } from '../model/image.ts'
import { quotaNames } from '../model/quota.ts'

const text = z.string().min(1).max(255)
const count = z.int().min(0)
const positive = z.int().min(1)
const texts = z.record(text, z.string())
const duration = z.number().min(0)

const flavor = z.strictObject({
  id: text.exactOptional(),
  name: text,
  vcpus: positive,
  memoryMiB: positive,
  diskGiB: count,
  architecture: z.enum(architectures).exactOptional(),
  traits: z.array(z.enum(flavorTraits)).exactOptional(),
  pricePerHour: z.strictObject({ amount: z.number().min(0), currency: text }).exactOptional(),
  extra: texts.exactOptional(),
})

const image = z.strictObject({
  id: text.exactOptional(),
  name: text,
  operatingSystem: z.strictObject({ distro: text, version: text.exactOptional() }).exactOptional(),
  architecture: z.enum(architectures).exactOptional(),
  format: z.enum(diskFormats).exactOptional(),
  minDiskGiB: count.exactOptional(),
  minMemoryMiB: count.exactOptional(),
  properties: texts.exactOptional(),
})

const network = z.strictObject({
  name: text,
  cidr: z.cidrv4(),
  default: z.boolean().exactOptional(),
  addresses: count.exactOptional(),
})

const volumeType = z.strictObject({
  name: text,
  description: z.string().exactOptional(),
  minGiB: positive.exactOptional(),
  maxGiB: positive.exactOptional(),
})

const latency = z.strictObject({
  apiCall: duration.exactOptional(),
  networkCreate: duration.exactOptional(),
  imageImport: duration.exactOptional(),
  volumeCreate: duration.exactOptional(),
  volumeExtend: duration.exactOptional(),
  volumeDelete: duration.exactOptional(),
  snapshotCreate: duration.exactOptional(),
  snapshotDelete: duration.exactOptional(),
  attach: duration.exactOptional(),
  detach: duration.exactOptional(),
  serverBuild: duration.exactOptional(),
  serverStart: duration.exactOptional(),
  serverStop: duration.exactOptional(),
  serverReboot: duration.exactOptional(),
  serverResize: duration.exactOptional(),
  serverDelete: duration.exactOptional(),
  serverImage: duration.exactOptional(),
  guestBoot: duration.exactOptional(),
  jitter: z.number().min(0).max(1).exactOptional(),
})

const capacity = z.strictObject({
  vcpus: count.exactOptional(),
  memoryMiB: count.exactOptional(),
  volumeGiB: count.exactOptional(),
  toldLate: z.boolean().exactOptional(),
  zones: z
    .record(text, z.strictObject({ vcpus: count.exactOptional(), memoryMiB: count.exactOptional() }))
    .exactOptional(),
})

/** What the cloud below is like: `SimulatedOptions`. */
const cloud = z.strictObject({
  region: text.exactOptional(),
  zones: z.array(text).min(1).exactOptional(),
  zoneRequired: z.boolean().exactOptional(),
  volumesStayInZone: z.boolean().exactOptional(),
  volumeZones: z.array(text).min(1).exactOptional(),
  flavors: z.array(flavor).min(1).exactOptional(),
  images: z.array(image).exactOptional(),
  imageFormats: z.array(z.enum(diskFormats)).min(1).exactOptional(),
  imageBytesLimit: positive.exactOptional(),
  objectStorage: z.boolean().exactOptional(),
  objectBytesLimit: positive.exactOptional(),
  externalNetworks: z.array(network).exactOptional(),
  providerNetworks: z.array(network).exactOptional(),
  tenantNetworks: z.boolean().exactOptional(),
  floatingIps: z.boolean().exactOptional(),
  routers: z.boolean().exactOptional(),
  reservedFloatingIps: count.exactOptional(),
  securityGroups: z.boolean().exactOptional(),
  egress: z.enum(['open', 'explicit']).exactOptional(),
  metadataService: z.boolean().exactOptional(),
  disklessNeedsVolume: z.boolean().exactOptional(),
  volumeTypes: z.array(volumeType).min(1).exactOptional(),
  userDataLimit: positive.exactOptional(),
  capacity: capacity.exactOptional(),
  quotas: z.partialRecord(z.enum(quotaNames), count).exactOptional(),
  consistencyMs: duration.exactOptional(),
  latency: latency.exactOptional(),
  pollIntervalMs: positive.exactOptional(),
})

/** A quota as the services tell it: -1 is unlimited. */
const limits = z.record(text, z.int().min(-1))
const microversion = z
  .string()
  .regex(/^(\d+\.\d+|none)$/, 'a microversion is written like "2.96"; none is for older clouds')

const catalog = z.strictObject({
  interfaces: z
    .array(z.enum(['public', 'internal', 'admin']))
    .min(1)
    .exactOptional(),
  listings: z
    .record(text, z.array(z.strictObject({ type: text, name: text.exactOptional(), path: z.string().exactOptional() })))
    .exactOptional(),
  otherRegions: z.array(z.strictObject({ name: text, types: z.array(text) })).exactOptional(),
})

/** What the operator decided about OpenStack: `FrontProfile`. */
const front = z.strictObject({
  region: text.exactOptional(),
  domain: z.strictObject({ id: text, name: text }).exactOptional(),
  tokenSeconds: positive.exactOptional(),
  pageLimit: positive.exactOptional(),
  quotas: z
    .strictObject({ compute: limits.exactOptional(), network: limits.exactOptional(), volume: limits.exactOptional() })
    .exactOptional(),
  imageFormats: z.array(text).min(1).exactOptional(),
  withoutExtensions: z.array(text).exactOptional(),
  maxMicroversions: z
    .strictObject({
      compute: microversion.exactOptional(),
      volume: microversion.exactOptional(),
      placement: microversion.exactOptional(),
    })
    .exactOptional(),
  resizeConfirmAfterMs: duration.exactOptional(),
  deprecatedIdentityV2: z.boolean().exactOptional(),
  catalog: catalog.exactOptional(),
  forbidden: z.array(text).exactOptional(),
  imageUpload: z.enum(['put', 'import', 'tasks', 'none']).exactOptional(),
  extraProperties: z.record(text, texts).exactOptional(),
  securityCompliance: z
    .strictObject({
      lockoutAttempts: positive.exactOptional(),
      lockoutSeconds: positive.exactOptional(),
      uniqueLastPasswords: positive.exactOptional(),
    })
    .exactOptional(),
  rateLimit: z.strictObject({ perSecond: positive }).exactOptional(),
  lateReadsMs: duration.exactOptional(),
})

/** What its customers write: `CustomerSettings`. */
const customer = z.strictObject({
  userName: text.exactOptional(),
  projectName: text.exactOptional(),
  authUrl: z.enum(['root', 'root/', 'v2.0', 'v3', 'v3/']).exactOptional(),
  domain: z.literal('unset').exactOptional(),
  region: z.literal('unset').exactOptional(),
})

/** A profile as a file has it. What it yields is an `EmbeddedProfile`, key for key; a key that is unknown is refused. */
export const embeddedProfileSchema = z.strictObject({
  name: z
    .string()
    .max(60)
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'a name is made of small letters, digits and hyphens'),
  description: text.default('a profile of your own'),
  sources: z.array(z.string().min(1).max(1000)).default([]),
  invented: z.array(z.string().min(1).max(1000)).exactOptional(),
  quirks: z.array(positive).exactOptional(),
  cloud: cloud.prefault({}),
  front: front.prefault({}),
  tls: z.enum(['none', 'self-signed']).default('none'),
  customer: customer.exactOptional(),
})
