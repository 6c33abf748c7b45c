import { unlessGone } from '../session/resource.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

const microversions = { max: '2.46' }

/** Plugs a port into a server: `POST /servers/{id}/os-interface`. */
export const attachPort = async (
  compute: ServiceClient,
  serverId: string,
  portId: string,
  { signal }: SessionCall,
): Promise<void> => {
  const at = path`/servers/${serverId}/os-interface`
  const json = { interfaceAttachment: { port_id: portId } }
  await compute.request({ method: 'POST', path: at, json, microversions, signal })
}

/** Resolves once Nova accepts it, and when the port is not in that server. */
export const detachPort = (
  compute: ServiceClient,
  serverId: string,
  portId: string,
  { signal }: SessionCall,
): Promise<void> => {
  const at = path`/servers/${serverId}/os-interface/${portId}`
  return unlessGone(compute.request({ method: 'DELETE', path: at, microversions, signal }))
}
