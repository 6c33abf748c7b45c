import { listen } from '../fronts/listen.ts'
import { Disposal } from '../lib/disposal.ts'
import { type EmbeddedFrontOptions, type EmbeddedUsers, openEmbeddedFront } from './embedded-front.ts'
import type { EmbeddedProfile } from './embedded-profile.ts'
import { type HttpFault, withHttpFaults } from './http-faults.ts'
import { selfSignedCertificate } from './self-signed-certificate.ts'

export interface EmbeddedCloudOptions extends EmbeddedFrontOptions {
  /** 0, the default, for any free port; always on loopback. */
  readonly port?: number
  /** What goes wrong on the way to and from the APIs. */
  readonly httpFaults?: readonly HttpFault[]
}

/** One entry of clouds.yaml, with its secret. */
export interface CloudsYamlEntry {
  readonly auth: {
    readonly auth_url: string
    readonly username: string
    readonly password: string
    readonly project_name: string
    readonly user_domain_name: string
    readonly project_domain_name: string
  }
  readonly region_name: string
  readonly identity_api_version: '3'
  /** The path of a file with the certificate, which whoever writes the entry adds. */
  readonly cacert?: string
}

/** A running embedded cloud: real OpenStack APIs over HTTP on loopback, with nothing real behind them. */
export interface EmbeddedCloud extends AsyncDisposable {
  readonly name: string
  readonly profile: EmbeddedProfile
  readonly origin: string
  /** How the member of its one project reaches it. */
  readonly entry: CloudsYamlEntry
  /** The same for its administrator. */
  readonly adminEntry: CloudsYamlEntry
  /** PEM of the certificate to trust; absent for plain HTTP. */
  readonly certificate?: string
}

const host = '127.0.0.1'

/** Starts an embedded cloud. It ends with the process, or when disposed, and nothing of it stays. */
export const startEmbeddedCloud = async (options: EmbeddedCloudOptions): Promise<EmbeddedCloud> => {
  const { profile, port = 0, clock, httpFaults = [] } = options
  const resources = new Disposal()
  try {
    const { name, front, users } = resources.use(await openEmbeddedFront(options))
    const tls = profile.tls === 'none' ? undefined : await selfSignedCertificate([host, 'localhost'], clock.now())
    const handler = withHttpFaults((request) => front.fetch(request), httpFaults, clock)
    const { origin } = resources.use(await listen(handler, { host, port, ...(tls ? { tls } : {}) }))
    const region = profile.front.region ?? 'RegionOne'
    return {
      name,
      profile,
      origin,
      entry: entryFor(origin, region, users, users.member),
      adminEntry: entryFor(origin, region, users, users.admin),
      ...(tls ? { certificate: tls.certificate } : {}),
      [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
    }
  } catch (error) {
    await resources[Symbol.asyncDispose]()
    throw error
  }
}

const entryFor = (
  origin: string,
  region: string,
  { domainName }: EmbeddedUsers,
  { userName, projectName, password }: EmbeddedUsers['member'],
): CloudsYamlEntry => ({
  auth: {
    auth_url: `${origin}/identity/v3`,
    username: userName,
    password,
    project_name: projectName,
    user_domain_name: domainName,
    project_domain_name: domainName,
  },
  region_name: region,
  identity_api_version: '3',
})
