import type { CloudDriver } from '../../cloud/driver.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import { newUuid } from '../../lib/random.ts'
import { benchOrigin } from './front-bench.ts'
import { createApp } from './kernel/create-app.ts'
import type { Front } from './kernel/front.ts'
import type { FrontProfile } from './kernel/front-profile.ts'
import { Mirror } from './kernel/mirror.ts'
import type { Authorization, ServiceDefinition } from './kernel/service.ts'
import { Tasks } from './kernel/tasks.ts'
import { openMemoryStore } from './store/memory-store.ts'
import type { Store } from './store/store.ts'

/** Member and reader of project `one`, a member of `two`, an administrator of `three`, and whoever has no token. */
export type Caller = 'member' | 'reader' | 'other' | 'admin' | 'nobody'

export interface Sent {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** One service alone, over one cloud, for its tests: whoever calls says who it is. */
export interface ServiceBench extends AsyncDisposable {
  readonly front: Front
  /** Sends the request as that caller. Throws what failed inside. */
  send(caller: Caller, method: string, path: string, sent?: Sent): Promise<Response>
}

export interface BenchWorld {
  readonly clock: Clock
  readonly random: Random
  /** Stays the caller's to close; one in memory when absent. */
  readonly store?: Store
}

/** Opens the service over the driver, which stays the caller's to close. What the cloud has that nobody made here belongs to project `one`. */
export const openServiceBench = async (
  driver: CloudDriver,
  service: (front: Front) => ServiceDefinition,
  { clock, random, store = openMemoryStore() }: BenchWorld,
  profile: Partial<FrontProfile> = {},
): Promise<ServiceBench> => {
  const failures: unknown[] = []
  const tasks = new Tasks((_name, error) => failures.push(error))
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
      quotas: { compute: {}, network: {}, volume: {} },
      imageFormats: [],
      withoutExtensions: [],
      maxMicroversions: {},
      ...profile,
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
  const app = createApp(front, [service(front)], {
    authenticate: (token) => authorizations.get(token),
    site: { origin: () => benchOrigin },
  })
  await mirror.start()
  return {
    front,
    send: async (caller, method, path, { headers = {}, body } = {}) => {
      const response = await app.fetch(
        new Request(`${benchOrigin}${path}`, {
          method,
          headers: { ...(caller === 'nobody' ? {} : { 'x-auth-token': caller }), ...headers },
          ...(body === undefined ? {} : { body: Buffer.from(body) }),
        }),
        {},
      )
      const [failure] = failures
      if (failure) throw failure
      return response
    },
    [Symbol.asyncDispose]: () => tasks[Symbol.asyncDispose](),
  }
}

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
      userId: `${name}-id`,
      userName: name,
      domainId: 'default',
      projectId,
      projectName: `project ${projectId}`,
      roles: new Set<string>(roles),
      isAdmin: name === 'admin',
    },
  ]),
)
