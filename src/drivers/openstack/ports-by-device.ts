import type { Call } from '../../cloud/call.ts'
import { ports } from '../../openstack/network/ports.ts'
import type { PortSeen } from '../../wire/openstack/network/answers.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'

/** As many ids as fit into a URL that every proxy takes. */
const idsPerRequest = 80

/** The ports of these servers or routers, by the device's id; devices without ports are absent. */
export const portsByDevice = async (
  { network }: OpenStackCloud,
  deviceIds: readonly string[],
  call: Call,
): Promise<ReadonlyMap<string, readonly PortSeen[]>> => {
  const found = new Map<string, PortSeen[]>()
  for (let start = 0; start < deviceIds.length; start += idsPerRequest) {
    const query = { device_id: deviceIds.slice(start, start + idsPerRequest) }
    for await (const port of ports.list(network, query, call)) {
      const known = found.get(port.device_id)
      if (known) known.push(port)
      else found.set(port.device_id, [port])
    }
  }
  return found
}
