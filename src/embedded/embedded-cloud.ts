import { type Handler, listen } from '../fronts/listen.ts'
import type { CloudsYamlEntry } from '../fronts/openstack/clouds-yaml-entry.ts'
import { Disposal } from '../lib/disposal.ts'
import { customerEntry } from './customer-entry.ts'
import { type EmbeddedFrontOptions, openEmbeddedFront } from './embedded-front.ts'
import type { EmbeddedProfile } from './embedded-profile.ts'
import { type HttpFault, withHttpFaults } from './http-faults.ts'
import type { ObservedExchange } from './observed-exchange.ts'
import { selfSignedCertificate } from './self-signed-certificate.ts'
import { withObserver } from './with-observer.ts'

export interface EmbeddedCloudOptions extends EmbeddedFrontOptions {
  /** 0, the default, for any free port; always on loopback. */
  readonly port?: number
  /** What goes wrong on the way to and from the APIs. */
  readonly httpFaults?: readonly HttpFault[]
  /** Told of every request and its answer as the client sees it, without secrets, as far as both are JSON of at most 1 MiB. */
  readonly observe?: (exchange: ObservedExchange) => void
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
  const { profile, port = 0, clock, httpFaults = [], observe } = options
  const resources = new Disposal()
  try {
    const { name, front, users } = resources.use(await openEmbeddedFront(options))
    const tls = profile.tls === 'none' ? undefined : await selfSignedCertificate([host, 'localhost'], clock.now())
    const { onTheWay = (good: Handler): Handler => good } = profile.breach ?? {}
    const reached = onTheWay((request, { incoming }) => front.fetch(request, incoming.url))
    const handler = withObserver(withHttpFaults(reached, httpFaults, clock), observe)
    const { origin } = resources.use(await listen(handler, { host, port, ...(tls ? { tls } : {}) }))
    return {
      name,
      profile,
      origin,
      entry: customerEntry(profile, origin, users.member),
      adminEntry: customerEntry(profile, origin, users.admin),
      ...(tls ? { certificate: tls.certificate } : {}),
      [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
    }
  } catch (error) {
    await resources[Symbol.asyncDispose]()
    throw error
  }
}
