import { z } from 'zod'
import type { Call } from '../../cloud/call.ts'
import type { Cloud } from '../../cloud/cloud.ts'
import { collect } from '../../lib/async-iterable.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { diskFormatsOf } from '../../openstack/image/images.ts'
import type { ServiceClient } from '../../openstack/session/service-client.ts'
import { path } from '../../openstack/session/service-client.ts'
import type { Session } from '../../openstack/session/session.ts'
import type { CloudValues } from '../../openstack/session/session-settings.ts'
import { type CatalogEntry, tokenAnswer } from '../../wire/openstack/identity/token-answer.ts'
import { type CloudSurvey, surveyCloud } from '../survey-cloud.ts'

/** An OpenStack cloud, as its user reaches it. */
export interface ProbedCloud {
  readonly cloud: Cloud
  readonly session: Session
  /** What clouds.yaml says of it, merged. */
  readonly values: CloudValues
}

/** By resource, as the services spell them; -1 means unlimited. */
export type RawQuotas = Readonly<Record<string, number>>

/** Everything that a profile is measured from. What the cloud did not tell is absent. */
export interface ProfileFacts {
  readonly survey: CloudSurvey
  readonly values: CloudValues
  readonly projectId: string
  readonly catalog: readonly CatalogEntry[]
  readonly tokenSeconds?: number
  /** True when Keystone answers under `/v2.0` too. */
  readonly identityV2: boolean
  readonly imageFormats?: readonly string[]
  readonly quotas: { readonly compute?: RawQuotas; readonly network?: RawQuotas; readonly volume?: RawQuotas }
  /** Floating IPs that the account has and uses for nothing. */
  readonly freeFloatingIps: number
}

/** Asks a cloud for all of it, at the same time. Makes and changes nothing. */
export const readProfileFacts = async ({ cloud, session, values }: ProbedCloud, call: Call): Promise<ProfileFacts> => {
  const { catalog, project, token } = await session.authorization(call)
  const projectId = project?.id ?? ''
  const [survey, tokenSeconds, identityV2, imageFormats, compute, network, volume, floatingIps] = await Promise.all([
    surveyCloud(cloud, call),
    unlessRefused(lifetimeOf(session, token, call)),
    speaksIdentityV2(session, values, call),
    unlessRefused(session.need('image', call).then((image) => diskFormatsOf(image, call))),
    quotasOf(session.service('compute', call), path`/os-quota-sets/${projectId}`, call),
    quotasOf(session.service('network', call), path`/quotas/${projectId}`, call),
    quotasOf(session.service('block-storage', call), path`/os-quota-sets/${projectId}`, call),
    cloud.floatingIps ? collect(cloud.floatingIps.list(call)) : [],
  ])
  return {
    survey,
    values,
    projectId,
    catalog,
    ...(tokenSeconds === undefined ? {} : { tokenSeconds }),
    identityV2,
    ...(imageFormats ? { imageFormats } : {}),
    quotas: { ...(compute ? { compute } : {}), ...(network ? { network } : {}), ...(volume ? { volume } : {}) },
    freeFloatingIps: floatingIps.filter(({ portId }) => portId === undefined).length,
  }
}

/** Both times are the cloud's own clock's, so that no clock needs to be right. */
const lifetimeOf = async (session: Session, subjectToken: string, { signal }: Call): Promise<number | undefined> => {
  const identity = await session.need('identity', { signal })
  const { token } = await identity.ask(tokenAnswer, { method: 'GET', path: '/auth/tokens', subjectToken, signal })
  if (token.issued_at === undefined) return undefined
  return Math.round((Date.parse(token.expires_at) - Date.parse(token.issued_at)) / 1000)
}

const speaksIdentityV2 = async (session: Session, { auth }: CloudValues, { signal }: Call): Promise<boolean> => {
  const url = z
    .object({ auth_url: z.string() })
    .parse(auth)
    .auth_url.replace(/(\/v\d+(\.\d+)?)?\/*$/, '/v2.0')
  const message = { method: 'GET', url, headers: { accept: 'application/json' } } as const
  return (await unlessRefused(session.send(message, 'identity', { signal }))) !== undefined
}

const quotasOf = async (
  service: Promise<ServiceClient | undefined>,
  where: string,
  { signal }: Call,
): Promise<RawQuotas | undefined> => {
  const client = await service
  const quotas = z.record(z.string(), z.unknown())
  const answer = z.object({ quota_set: quotas.optional(), quota: quotas.optional() })
  const told = client && (await unlessRefused(client.ask(answer, { method: 'GET', path: where, signal })))
  const entries = Object.entries(told?.quota_set ?? told?.quota ?? {})
  if (entries.length === 0) return undefined
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
}

/** What a cloud refuses to tell, or does not know, is absent; that it cannot be reached is an error. */
const unlessRefused = async <Told>(asked: Promise<Told>): Promise<Told | undefined> => {
  try {
    return await asked
  } catch (error) {
    if (error instanceof CloudError && ['not_found', 'forbidden', 'unsupported', 'invalid'].includes(error.code))
      return undefined
    throw error
  }
}
