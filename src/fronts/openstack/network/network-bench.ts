import type { CloudDriver } from '../../../cloud/driver.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Random } from '../../../lib/random.ts'
import { newUuid } from '../../../lib/random.ts'
import { createApp } from '../kernel/create-app.ts'
import type { Front } from '../kernel/front.ts'
import { Mirror } from '../kernel/mirror.ts'
import type { Authorization } from '../kernel/service.ts'
import { Tasks } from '../kernel/tasks.ts'
import { openMemoryStore } from '../store/memory-store.ts'
import { networkService } from './network-service.ts'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

/** Neutron alone, over one cloud, for its tests: whoever calls says who it is. */
export interface NetworkBench extends AsyncDisposable {
  readonly front: Front
  /** Sends the request as that caller; `nobody` sends no token. Paths are below `/network/v2.0`. */
  as(caller: Caller, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

/** Member and reader of project `one`, a member of `two`, and an administrator. */
type Caller = 'member' | 'reader' | 'other' | 'admin' | 'nobody'

export const benchOrigin = 'http://cloud.test'

const authorizations = new Map<string, Authorization>(
  (
    [
      ['member', 'one', ['member', 'reader']],
      ['reader', 'one', ['reader']],
      ['other', 'two', ['member', 'reader']],
      ['admin', 'three', ['admin', 'member', 'reader']],
    ] as const
  ).map(([name, projectId, roles]) => [
    name,
    {
      tokenId: name,
      userId: name,
      userName: name,
      domainId: 'default',
      projectId,
      roles: new Set<string>(roles),
      isAdmin: name === 'admin',
    },
  ]),
)

/** Opens Neutron over the driver, which stays the caller's to close. Quotas are Neutron's own defaults. */
export const openNetworkBench = async (
  driver: CloudDriver,
  {
    clock,
    random,
    withoutExtensions = [],
  }: { readonly clock: Clock; readonly random: Random; readonly withoutExtensions?: readonly string[] },
): Promise<NetworkBench> => {
  const failures: unknown[] = []
  const tasks = new Tasks((_name, error) => failures.push(error))
  const store = openMemoryStore()
  const mirror = new Mirror({ driver, store, clock, random, tasks, adoptInto: 'one' })
  const front: Front = {
    driver,
    operatorProjectId: 'operator',
    profile: {
      name: 'bench',
      region: 'here',
      domain: { id: 'default', name: 'Default' },
      tokenSeconds: 60,
      pageLimit: 1000,
      quotas: {
        compute: {},
        network: { network: 100, port: 500, security_group: 10, security_group_rule: 100 },
        volume: {},
      },
      imageFormats: [],
      withoutExtensions,
      maxMicroversions: {},
    },
    clock,
    random,
    store,
    mirror,
    tasks,
    newId: () => newUuid(random),
    timestamp: () => `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
    onUnexpected: (error) => failures.push(error),
  }
  const app = createApp(front, [networkService], {
    authenticate: (token) => authorizations.get(token),
    site: { origin: () => benchOrigin },
  })
  await mirror.start()
  return {
    front,
    as: async (caller, method, path, body, headers = {}) => {
      const response = await app.fetch(
        new Request(`${benchOrigin}/network${path.startsWith('/') && path !== '/' ? `/v2.0${path}` : path}`, {
          method,
          headers: { 'content-type': 'application/json', 'x-auth-token': caller, ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
      const [failure] = failures
      if (failure) throw failure
      const text = await response.text()
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    [Symbol.asyncDispose]: async () => {
      await tasks[Symbol.asyncDispose]()
      store[Symbol.dispose]()
    },
  }
}
