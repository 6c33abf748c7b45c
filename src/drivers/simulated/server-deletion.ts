import type { ServerId } from '../../model/id.ts'
import type { Server } from '../../model/server.ts'
import { removeAttachment } from './attachments.ts'
import { haltGuest } from './guest-boot.ts'
import { removePort } from './port-making.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import { deleteVolume } from './volumes.ts'

/** Begins a server's end, whatever state it is in. Nothing happens when it has begun already or the server is gone. */
export const deleteServer = (cloud: SimulatedCloud, id: ServerId): void => {
  const server = cloud.tables.servers.find(id)
  if (!server || server.status === 'deleting') return
  haltGuest(cloud, id)
  cloud.tables.servers.put({ ...server, status: 'deleting' })
  cloud.after('serverDelete', () => finish(cloud, server))
}

/** What was made for the server goes with it; what was handed in is free again. */
const finish = (cloud: SimulatedCloud, { id }: Server): void => {
  const { attachments, ports, servers, snapshots, volumes } = cloud.tables
  const plugged = ports.by('server', id)
  const attached = attachments.by('server', id)
  servers.remove(id)
  cloud.guests.delete(id)
  for (const { serverId: _server, ...port } of plugged)
    if (cloud.goesWithServer.has(port.id)) removePort(cloud, port)
    else ports.put({ ...port, owner: 'none', status: 'down' })
  for (const { id: attachmentId, volumeId } of attached) {
    removeAttachment(cloud, attachmentId)
    const volume = volumes.find(volumeId)
    const goes = cloud.goesWithServer.has(volumeId) && !snapshots.has('volume', volumeId)
    if (volume && goes) deleteVolume(cloud, volume)
    cloud.goesWithServer.delete(volumeId)
  }
}
