import { CloudError } from '../../model/cloud-error.ts'
import type { CloudValues } from '../../openstack/session/session-settings.ts'
import type { ImageHabits } from './images.ts'

/** What a cloud's configuration says of its habits, beyond how to reach it: the keys of openstacksdk's vendor profiles that concern this driver. */
export interface DriverSettings {
  readonly images: ImageHabits
  /** The disk format that the cloud likes best. */
  readonly imageFormat?: string
  /** False where the configuration says that there are none. */
  readonly floatingIps: boolean
  readonly securityGroups: boolean
  /** The name or id of the network that floating IPs shall come from. */
  readonly preferredPool?: string
}

/** Throws `unsupported` for the answers that only Nova's own network service had, which no Nova has any more. */
export const driverSettings = (values: CloudValues): DriverSettings => {
  const imageFormat = word(values.image_format)
  const preferredPool = natSource(values.networks) ?? word(values.external_network)
  return {
    images: {
      byTasksOnly: /^(true|1|yes|on)$/i.test(String(values.image_api_use_tasks ?? 'false')),
      extraProperties: textMap(values.disable_vendor_agent),
    },
    ...(imageFormat === undefined ? {} : { imageFormat: imageFormat.toLowerCase() }),
    floatingIps: isNeutron('floating_ip_source', values.floating_ip_source),
    securityGroups: isNeutron('secgroup_source', values.secgroup_source),
    ...(preferredPool === undefined ? {} : { preferredPool }),
  }
}

/** `neutron` or nothing said: true; `None`: false (openstack/openstacksdk `openstack/cloud/_network_common.py`). */
const isNeutron = (key: string, value: unknown): boolean => {
  const source = value === undefined || value === '' ? 'neutron' : String(value).toLowerCase()
  if (source === 'neutron') return true
  if (source === 'none' || source === 'null') return false
  throw new CloudError('unsupported', `${key}: ${source} is not offered`, {
    hint: `leave ${key} out, or set it to neutron or None`,
  })
}

const natSource = (networks: unknown): string | undefined => {
  if (!Array.isArray(networks)) return undefined
  const found = networks.find((network) => isRecord(network) && /^true$/i.test(String(network.nat_source ?? 'false')))
  return isRecord(found) ? word(found.name) : undefined
}

const textMap = (value: unknown): Readonly<Record<string, string>> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)])) : {}

const word = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
