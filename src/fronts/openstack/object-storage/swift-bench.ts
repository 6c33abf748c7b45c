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
import type { Store } from '../store/store.ts'
import { objectCloudOf, objectStorageService } from './object-storage-service.ts'

/** What a client is answered. */
interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

/** Headers to send, and a body where there is one. */
export interface Sent {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** Member and reader of project `one`, a member of `two`, an administrator of `three`, and whoever has no token. */
export type Caller = 'member' | 'reader' | 'other' | 'admin' | 'nobody'

/** Swift alone, over one cloud, for its tests: whoever calls says who it is. */
export interface SwiftBench extends AsyncDisposable {
  /** Sends the request as that caller. Paths are below `/v1/AUTH_one`, unless they begin with `/v1/`. */
  as(caller: Caller, method: string, path: string, sent?: Sent): Promise<Answer>
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

/** Opens Swift over the driver, which stays the caller's to close. What the cloud has that nobody made here belongs to project `one`. */
export const openSwiftBench = async (
  driver: CloudDriver,
  {
    clock,
    random,
    store = openMemoryStore(),
  }: { readonly clock: Clock; readonly random: Random; readonly store?: Store },
): Promise<SwiftBench> => {
  const failures: unknown[] = []
  const tasks = new Tasks((_name, error) => failures.push(error))
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
    },
    clock,
    random,
    store,
    mirror: new Mirror({ driver, store, clock, random, tasks, adoptInto: 'one' }),
    tasks,
    newId: () => newUuid(random),
    timestamp: () => `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
    onUnexpected: (error) => failures.push(error),
  }
  const cloud = objectCloudOf(front)
  if (!cloud) throw new RangeError('this cloud has no object storage')
  const app = createApp(front, [objectStorageService(front, cloud, 'one')], {
    authenticate: (token) => authorizations.get(token),
    site: { origin: () => 'http://cloud.test' },
  })
  return {
    as: async (caller, method, path, { headers = {}, body } = {}) => {
      const length = body === undefined ? 0 : Buffer.byteLength(body)
      const response = await app.fetch(
        new Request(`http://cloud.test${path.startsWith('/v1/') || path === '/info' ? path : `/v1/AUTH_one${path}`}`, {
          method,
          headers: {
            ...(caller === 'nobody' ? {} : { 'x-auth-token': caller }),
            ...(['PUT', 'POST'].includes(method) ? { 'content-length': String(length) } : {}),
            ...headers,
          },
          ...(body === undefined
            ? {}
            : { body: typeof body === 'string' ? Buffer.from(body) : new Blob([new Uint8Array(body)]) }),
        }),
      )
      const text = Buffer.from(await response.arrayBuffer()).toString()
      const [failure] = failures
      if (failure) throw failure
      const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== ''
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
    },
    [Symbol.asyncDispose]: () => tasks[Symbol.asyncDispose](),
  }
}
