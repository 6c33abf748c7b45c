import { z } from 'zod'
import { volumeAttachmentAnswer } from '../../wire/openstack/compute/server-answer.ts'
import { unlessGone } from '../session/resource.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

const microversions = { max: '2.46' }
const one = z.looseObject({ volumeAttachment: volumeAttachmentAnswer })
const all = z.looseObject({ volumeAttachments: z.array(volumeAttachmentAnswer) })

/** A server's volumes: `/servers/{id}/os-volume_attachments`. */
export const serverVolumes = async (compute: ServiceClient, serverId: string, { signal }: SessionCall) => {
  const at = path`/servers/${serverId}/os-volume_attachments`
  return (await compute.ask(all, { method: 'GET', path: at, microversions, signal })).volumeAttachments
}

export const serverVolume = async (
  compute: ServiceClient,
  serverId: string,
  volumeId: string,
  { signal }: SessionCall,
) => {
  const at = path`/servers/${serverId}/os-volume_attachments/${volumeId}`
  return (await compute.ask(one, { method: 'GET', path: at, microversions, signal })).volumeAttachment
}

/** Fails with `invalid` when the volume is not `available`. */
export const attachVolume = async (
  compute: ServiceClient,
  serverId: string,
  attachment: { readonly volumeId: string; readonly device?: string },
  { signal }: SessionCall,
) => {
  const at = path`/servers/${serverId}/os-volume_attachments`
  const json = { volumeAttachment: attachment }
  return (await compute.ask(one, { method: 'POST', path: at, json, microversions, signal })).volumeAttachment
}

/** Resolves once Nova accepts it, and when it is not attached. */
export const detachVolume = (
  compute: ServiceClient,
  serverId: string,
  volumeId: string,
  { signal }: SessionCall,
): Promise<void> => {
  const at = path`/servers/${serverId}/os-volume_attachments/${volumeId}`
  return unlessGone(compute.request({ method: 'DELETE', path: at, microversions, signal }))
}
