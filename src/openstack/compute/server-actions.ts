import { z } from 'zod'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

/** What a server can be told to do at `POST /servers/{id}/action` (openstack/nova `nova/api/openstack/compute/servers.py`). */
export type ServerAction =
  | { readonly 'os-start': null }
  | { readonly 'os-stop': null }
  | { readonly reboot: { readonly type: 'SOFT' | 'HARD' } }
  | { readonly resize: { readonly flavorRef: string } }
  | { readonly confirmResize: null }
  | { readonly revertResize: null }

const microversions = { max: '2.46' }

const act = (compute: ServiceClient, id: string, json: unknown, { signal }: SessionCall) =>
  compute.request({ method: 'POST', path: path`/servers/${id}/action`, json, microversions, signal })

/** Resolves once Nova accepts it. Fails with `conflict` when the server's state does not allow it. */
export const serverAction = async (
  compute: ServiceClient,
  id: string,
  action: ServerAction,
  call: SessionCall,
): Promise<void> => {
  await act(compute, id, action, call)
}

/** What the guest wrote to its console, all that the hypervisor keeps. */
export const consoleOutput = async (compute: ServiceClient, id: string, { signal }: SessionCall): Promise<string> => {
  const answer = z.looseObject({ output: z.string().nullish() })
  const json = { 'os-getConsoleOutput': {} }
  const request = { method: 'POST', path: path`/servers/${id}/action`, json, microversions, signal } as const
  return (await compute.ask(answer, request)).output ?? ''
}

/** Captures the server as a new image, whose properties the metadata becomes; the image's id. */
export const createServerImage = async (
  compute: ServiceClient,
  id: string,
  image: { readonly name: string; readonly metadata: Readonly<Record<string, string>> },
  call: SessionCall,
): Promise<string> => {
  const { text, headers } = await act(compute, id, { createImage: image }, call)
  // From 2.45 on the id is in the body, before that at the end of the Location header.
  const body = /^\s*\{/.test(text) ? z.looseObject({ image_id: z.string() }).safeParse(JSON.parse(text)) : undefined
  return body?.success ? body.data.image_id : (headers.get('location') ?? '').replace(/^.*\//, '')
}
