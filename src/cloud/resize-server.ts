import { CloudError } from '../model/cloud-error.ts'
import type { FlavorId, ServerId } from '../model/id.ts'
import type { Server } from '../model/server.ts'
import type { Call } from './call.ts'
import type { CloudTraits, ServerDriver } from './driver.ts'

export interface Resizing {
  readonly servers: ServerDriver
  readonly traits: Pick<CloudTraits, 'resizeNeedsStop'>
  /** Looks until the predicate holds. */
  readonly until: (holds: (server: Server) => boolean) => Promise<Server>
}

/**
 * Gives the server another flavor and brings it back to the state it was in: stopped and started again where the cloud wants it stopped, confirmed
 * where the cloud wants a confirmation. Repeating it completes a resize that was cut off; a server that the first call had stopped stays so.
 */
export const resizeServer = async (
  { servers, traits, until }: Resizing,
  id: ServerId,
  flavorId: FlavorId,
  call: Call,
): Promise<Server> => {
  const resource = { kind: 'server', id } as const
  const before = await until((server) => isSettled(server) || server.status === 'resize_pending')
  if (before.status === 'resize_pending' && before.flavorId !== flavorId)
    throw new CloudError('conflict', `server ${id} waits for the confirmation of another resize`, {
      resource,
      hint: 'confirm or revert it first',
    })
  if (isSettled(before) && before.flavorId === flavorId) return before

  const startAgain = traits.resizeNeedsStop && before.status === 'active'
  if (startAgain) {
    await servers.stop(id, call)
    await until(({ status }) => status === 'stopped')
  }
  if (isSettled(before)) await servers.resize(id, flavorId, call)
  let underway = false
  let server = await until((now) => {
    underway ||= now.status === 'resizing'
    if (underway && isSettled(now) && now.flavorId !== flavorId)
      throw new CloudError('conflict', `the cloud took the resize of server ${id} back`, { resource })
    return now.flavorId === flavorId && (isSettled(now) || now.status === 'resize_pending')
  })
  if (server.status === 'resize_pending') {
    await servers.confirmation?.confirm(id, call)
    server = await until(isSettled)
  }
  if (startAgain && server.status === 'stopped') {
    await servers.start(id, call)
    server = await until(({ status }) => status === 'active')
  }
  return server
}

const isSettled = ({ status }: Server): boolean => status === 'active' || status === 'stopped'
