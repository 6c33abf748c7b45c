import type { FlavorId, ServerId } from '../../../model/id.ts'
import type { Server } from '../../../model/server.ts'
import type { Call } from '../../call.ts'
import type { CloudDriver } from '../../driver.ts'

/** A driver that leaves a resized server `resize_pending`, out of one that does not: so that the rules about confirmations have a cloud to hold on. */
export const withConfirmation = (driver: CloudDriver): CloudDriver => {
  if (driver.servers.confirmation) return driver
  const { servers } = driver
  /** The flavors that the servers which wait are to have. */
  const pending = new Map<ServerId, FlavorId>()
  const shown = (server: Server): Server => {
    const flavorId = pending.get(server.id)
    return flavorId ? { ...server, flavorId, status: 'resize_pending' } : server
  }
  return {
    ...driver,
    servers: {
      ...servers,
      get: async (id, call) => shown(await servers.get(id, call)),
      async *list(call) {
        for await (const server of servers.list(call)) yield shown(server)
      },
      resize: async (id, flavorId, call) => {
        await driver.flavors.get(flavorId, call)
        pending.set((await servers.get(id, call)).id, flavorId)
      },
      confirmation: {
        confirm: async (id: ServerId, call: Call) => {
          const flavorId = pending.get(id)
          pending.delete(id)
          if (flavorId) await servers.resize(id, flavorId, call)
        },
        revert: async (id: ServerId) => {
          pending.delete(id)
        },
      },
    },
  }
}
