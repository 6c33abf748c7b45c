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
  /** What is said of single networks, by name or id. */
  readonly networks: ReadonlyMap<string, NetworkSettings>
  /** True where the configuration says that servers need no floating IP: then those on the cloud's own shared networks are reached there. */
  readonly sharedAreReachable: boolean
}

/** What the configuration's `networks` says of one of them. */
interface NetworkSettings {
  /** True for the one that servers shall be put on when none is named. */
  readonly isDefault: boolean
  /** True for one whose addresses are reached from outside. Where it is false nothing was said. */
  readonly isReachable: boolean
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
    floatingIps: isNeutron('floating_ip_source', values.floating_ip_source) && !isOff(values.use_external_network),
    securityGroups: isNeutron('secgroup_source', values.secgroup_source),
    ...(preferredPool === undefined ? {} : { preferredPool }),
    networks: networkSettings(values.networks),
    sharedAreReachable: isOff(values.requires_floating_ip),
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

const networkSettings = (networks: unknown): ReadonlyMap<string, NetworkSettings> => {
  const found = new Map<string, NetworkSettings>()
  for (const network of Array.isArray(networks) ? networks : []) {
    const name = isRecord(network) ? word(network.name) : undefined
    if (!isRecord(network) || name === undefined) continue
    const isReachable = isOn(network.routes_externally) || isOn(network.routes_ipv4_externally)
    found.set(name, { isDefault: isOn(network.default_interface), isReachable })
  }
  return found
}

const isOn = (value: unknown): boolean => /^true$/i.test(String(value ?? 'false'))

const isOff = (value: unknown): boolean => /^false$/i.test(String(value ?? ''))

const natSource = (networks: unknown): string | undefined => {
  if (!Array.isArray(networks)) return undefined
  const found = networks.find((network) => isRecord(network) && isOn(network.nat_source))
  return isRecord(found) ? word(found.name) : undefined
}

const textMap = (value: unknown): Readonly<Record<string, string>> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)])) : {}

const word = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
