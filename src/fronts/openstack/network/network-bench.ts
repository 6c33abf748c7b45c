import type { CloudDriver } from '../../../cloud/driver.ts'
import type { Front } from '../kernel/front.ts'
import { type BenchWorld, type Caller, openServiceBench } from '../service-bench.ts'
import { networkService } from './network-service.ts'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

/** Neutron alone, for its tests. */
export interface NetworkBench extends AsyncDisposable {
  readonly front: Front
  /** Sends the request as that caller. Paths are below `/network/v2.0`; without a slash, or a slash alone, below `/network`. */
  as(caller: Caller, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

/** Quotas are Neutron's own defaults. */
const quotas = {
  compute: {},
  network: { network: 100, port: 500, security_group: 10, security_group_rule: 100 },
  volume: {},
}

/** Opens Neutron over the driver, which stays the caller's to close. */
export const openNetworkBench = async (
  driver: CloudDriver,
  { withoutExtensions = [], ...world }: BenchWorld & { readonly withoutExtensions?: readonly string[] },
): Promise<NetworkBench> => {
  const bench = await openServiceBench(driver, () => networkService, world, { quotas, withoutExtensions })
  return {
    front: bench.front,
    as: async (caller, method, path, body, headers = {}) => {
      const response = await bench.send(
        caller,
        method,
        `/network${path.startsWith('/') && path !== '/' ? `/v2.0${path}` : path}`,
        {
          headers: { 'content-type': 'application/json', ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
      )
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  }
}
