import { z } from 'zod'
import { CloudError } from '../../model/cloud-error.ts'
import { createdServerAnswer, serverAnswer } from '../../wire/openstack/compute/server-answer.ts'
import type { ServerCreate } from '../../wire/openstack/compute/server-create.ts'
import { resource } from '../session/resource.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** Up to 2.46 a server names its flavor's id. */
const microversions = { max: '2.46' }

/** Nova's servers, in detail: `/servers/detail`, `/servers/{id}`. */
export const servers = resource<typeof serverAnswer>({
  collection: 'servers',
  listPath: '/servers/detail',
  member: 'server',
  answer: serverAnswer,
  microversions,
})

/** Since 2.90 whoever makes a server may name its host. */
const withHostNames = { min: '2.90', max: '2.90' }

/** True where `createServer` may be given a `hostname`. */
export const takesHostNames = async (compute: ServiceClient, call: SessionCall): Promise<boolean> => {
  try {
    await compute.microversion(withHostNames, call)
    return true
  } catch (error) {
    if (error instanceof CloudError && error.code === 'unsupported') return false
    throw error
  }
}

/** `POST /servers`: the new server's id. Asking for no network at all needs 2.37, and naming the host 2.90, which is asked for then. */
export const createServer = async (
  compute: ServiceClient,
  server: ServerCreate,
  { signal }: SessionCall,
): Promise<string> => {
  const withoutHost = typeof server.networks === 'string' ? { ...microversions, min: '2.37' } : microversions
  const range = server.hostname === undefined ? withoutHost : withHostNames
  const request = { method: 'POST', path: '/servers', json: { server }, microversions: range, signal } as const
  return (await compute.ask(createdServerAnswer, request)).server.id
}

/** `PUT /servers/{id}/metadata`: replaces all of it. */
export const replaceServerMetadata = async (
  compute: ServiceClient,
  id: string,
  metadata: Readonly<Record<string, string>>,
  { signal }: SessionCall,
): Promise<void> => {
  const at = path`/servers/${id}/metadata`
  await compute.request({ method: 'PUT', path: at, json: { metadata }, microversions, signal })
}

/** `GET /servers/{id}/metadata`. */
export const serverMetadata = async (
  compute: ServiceClient,
  id: string,
  { signal }: SessionCall,
): Promise<Readonly<Record<string, string>>> => {
  const answer = z.looseObject({ metadata: z.record(z.string(), z.string()) })
  const request = { method: 'GET', path: path`/servers/${id}/metadata`, microversions, signal } as const
  return (await compute.ask(answer, request)).metadata
}
