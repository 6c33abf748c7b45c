import { isAtLeast, type Microversion } from '../microversion.ts'
import type { Introduced } from './introduced.ts'

const always = {}

/** Everything that stands in a server (openstack/nova `nova/api/openstack/compute/schemas/servers.py`, `show_response` and its successors). */
const server: Introduced = {
  id: always,
  name: always,
  status: always,
  tenant_id: always,
  user_id: always,
  metadata: always,
  hostId: always,
  image: always,
  flavor: always,
  created: always,
  updated: always,
  addresses: always,
  accessIPv4: always,
  accessIPv6: always,
  links: always,
  progress: always,
  fault: always,
  key_name: always,
  config_drive: always,
  security_groups: always,
  'OS-DCF:diskConfig': always,
  'OS-EXT-AZ:availability_zone': always,
  'OS-EXT-SRV-ATTR:host': always,
  'OS-EXT-SRV-ATTR:hypervisor_hostname': always,
  'OS-EXT-SRV-ATTR:instance_name': always,
  'OS-EXT-STS:power_state': always,
  'OS-EXT-STS:task_state': always,
  'OS-EXT-STS:vm_state': always,
  'OS-SRV-USG:launched_at': always,
  'OS-SRV-USG:terminated_at': always,
  'os-extended-volumes:volumes_attached': always,
  'OS-EXT-SRV-ATTR:hostname': { since: '2.3' },
  'OS-EXT-SRV-ATTR:kernel_id': { since: '2.3' },
  'OS-EXT-SRV-ATTR:launch_index': { since: '2.3' },
  'OS-EXT-SRV-ATTR:ramdisk_id': { since: '2.3' },
  'OS-EXT-SRV-ATTR:reservation_id': { since: '2.3' },
  'OS-EXT-SRV-ATTR:root_device_name': { since: '2.3' },
  'OS-EXT-SRV-ATTR:user_data': { since: '2.3' },
  locked: { since: '2.9' },
  host_status: { since: '2.16' },
  description: { since: '2.19' },
  tags: { since: '2.26' },
  trusted_image_certificates: { since: '2.63' },
  server_groups: { since: '2.71' },
  locked_reason: { since: '2.73' },
  pinned_availability_zone: { since: '2.96' },
  scheduler_hints: { since: '2.100' },
}

/** Everything that stands in a flavor (openstack/nova `nova/api/openstack/compute/schemas/flavors.py`). */
const flavor: Introduced = {
  id: always,
  name: always,
  ram: always,
  disk: always,
  vcpus: always,
  swap: always,
  links: always,
  'os-flavor-access:is_public': always,
  'OS-FLV-EXT-DATA:ephemeral': always,
  'OS-FLV-DISABLED:disabled': { until: '2.102' },
  rxtx_factor: { until: '2.102' },
  description: { since: '2.55' },
  extra_specs: { since: '2.61' },
}

/** What Nova's own answers may contain, by the name of the one thing in them. An operator may add nothing: microversions are how it grows. */
export const answerProperties: Readonly<Record<'server' | 'flavor', Introduced>> = { server, flavor }

/** The properties of that thing which Nova has not at that microversion. */
export const foreignProperties = (
  kind: keyof typeof answerProperties,
  shown: object,
  microversion: Microversion,
): readonly string[] =>
  Object.keys(shown).filter((name) => {
    const known = answerProperties[kind][name]
    if (!known) return true
    const tooEarly = known.since !== undefined && !isAtLeast(microversion, known.since)
    return tooEarly || (known.until !== undefined && isAtLeast(microversion, known.until))
  })
