import { CloudError } from '../../model/cloud-error.ts'
import type { Credentials } from '../identity/credentials.ts'
import { credentialsFrom } from './credentials-from.ts'
import type { ServiceName } from './service-type.ts'
import { serviceTypes } from './service-type.ts'

/** The values of one cloud as clouds.yaml has them, merged and with normalised keys: plain text, numbers, booleans, lists and maps. */
export type CloudValues = Readonly<Record<string, unknown>>

/** What a cloud's configuration says of one of its services. */
export interface ServiceSettings {
  readonly region?: string
  readonly interface: string
  /** The catalog's type to look for instead of the official one. */
  readonly type?: string
  /** The catalog's name to look for among equal types. */
  readonly name?: string
  /** Instead of the catalog's endpoint; `%(project_id)s` stands for the project's id. */
  readonly endpoint?: string
  /** The microversion to speak where a call does not need another. */
  readonly microversion?: string
  /** How many requests may be under way at once. */
  readonly concurrency: number
  /** How many requests may begin within a second; absent for no limit. */
  readonly perSecond?: number
  /** How often a failed request is repeated, where it may be. */
  readonly retries?: number
}

export interface SessionSettings {
  readonly authUrl: string
  readonly credentials: Credentials
  readonly region?: string
  /** Seconds; absent for this client's own default. */
  readonly apiTimeout?: number
  readonly service: (service: ServiceName) => ServiceSettings
  readonly tls: {
    readonly verify: boolean
    /** Paths of PEM files. */
    readonly cacert?: string
    readonly cert?: string
    readonly key?: string
  }
  readonly forceIpv4: boolean
}

/** What this client needs, from the values of a cloud. Throws `invalid`, naming the key, for what is missing or no one can mean. */
export const sessionSettings = (values: CloudValues): SessionSettings => {
  const auth = isRecord(values.auth) ? values.auth : {}
  const authUrl = text(auth.auth_url)
  if (authUrl === undefined)
    throw new CloudError('invalid', 'the configuration has no auth_url', {
      hint: 'set auth.auth_url in clouds.yaml or OS_AUTH_URL',
    })
  if (!/^https?:\/\/\S+$/.test(authUrl) || !URL.canParse(authUrl))
    throw new CloudError('invalid', `auth_url is no http:// or https:// URL: ${authUrl}`)
  const region = text(values.region_name)
  const apiTimeout = number(values, 'api_timeout')
  const paths = { cacert: text(values.cacert), cert: text(values.cert), key: text(values.key) }
  const services = new Map<ServiceName, ServiceSettings>()
  return {
    authUrl,
    credentials: credentialsFrom(text(values.auth_type), auth),
    ...(region === undefined ? {} : { region }),
    ...(apiTimeout === undefined ? {} : { apiTimeout }),
    service: (service) => {
      // Asked for with every request.
      const settings = services.get(service) ?? serviceSettings(values, service, region)
      services.set(service, settings)
      return settings
    },
    tls: { verify: verifies(values), ...defined(paths) },
    forceIpv4: flag(values.force_ipv4) ?? false,
  }
}

const serviceSettings = (values: CloudValues, service: ServiceName, region: string | undefined): ServiceSettings => {
  const keys = [service, ...serviceTypes[service].aliases].map((type) => type.replaceAll('-', '_'))
  const own = (suffix: string): string | undefined => {
    for (const key of keys) {
      const value = text(values[`${key}_${suffix}`])
      if (value !== undefined) return value
    }
    return undefined
  }
  const count = (suffix: string): number | undefined => {
    for (const key of keys) {
      const value = number(values, `${key}_${suffix}`)
      if (value !== undefined) return value
    }
    return number(values, suffix)
  }
  const [status, connect] = [count('status_code_retries'), count('connect_retries')]
  const perSecond = count('rate_limit')
  const retries = status === undefined && connect === undefined ? undefined : Math.max(status ?? 0, connect ?? 0)
  return {
    interface: (own('interface') ?? text(values.interface) ?? 'public').replace(/URL$/, ''),
    concurrency: Math.max(1, count('concurrency') ?? 16),
    ...defined({
      region: own('region_name') ?? region,
      type: own('service_type'),
      name: own('service_name'),
      endpoint: own('endpoint_override') ?? own('endpoint'),
      microversion: own('default_microversion'),
      retries,
      perSecond: perSecond === 0 ? undefined : perSecond,
    }),
  }
}

/** `verify` wins; `insecure` is its older opposite (openstack/openstacksdk `openstack/config/cloud_region.py`, get_requests_verify_args). */
const verifies = (values: CloudValues): boolean => {
  if (flag(values.insecure)) return false
  return flag(values.verify) ?? true
}

const flag = (value: unknown): boolean | undefined => {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string' || value === '') return undefined
  return /^(true|yes|on|1)$/i.test(value)
}

const number = (values: CloudValues, key: string): number | undefined => {
  const value = values[key]
  if (value === undefined || value === null || value === '') return undefined
  const parsed = Number(value)
  if (!Number.isFinite(parsed) || parsed < 0)
    throw new CloudError('invalid', `${key} is no number of at least 0: ${String(value)}`)
  return parsed
}

const text = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

type Defined<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> }

const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
