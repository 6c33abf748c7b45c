import type { CloudDriver } from '../../../cloud/driver.ts'
import { type BenchWorld, type Caller, openServiceBench, type Sent } from '../service-bench.ts'
import { objectCloudOf, objectStorageService } from './object-storage-service.ts'

/** What a client is answered. */
interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers are read as a client would read them
  readonly body: any
}

/** Swift alone, for its tests. */
export interface SwiftBench extends AsyncDisposable {
  /** Sends the request as that caller. Paths are below `/v1/AUTH_one`, unless they begin with `/v1/`. */
  as(caller: Caller, method: string, path: string, sent?: Sent): Promise<Answer>
  /** Asks for an object, and goes away when the answer begins. */
  hangUp(caller: Caller, path: string): Promise<void>
}

/** Opens Swift over the driver, which stays the caller's to close. */
export const openSwiftBench = async (driver: CloudDriver, world: BenchWorld): Promise<SwiftBench> => {
  const bench = await openServiceBench(
    driver,
    (front) => {
      const cloud = objectCloudOf(front)
      if (!cloud) throw new RangeError('this cloud has no object storage')
      return objectStorageService(front, cloud, 'one')
    },
    world,
  )
  return {
    as: async (caller, method, path, { headers = {}, body } = {}) => {
      const length = body === undefined ? 0 : Buffer.byteLength(body)
      const below = path.startsWith('/v1/') || path === '/info' ? path : `/v1/AUTH_one${path}`
      const response = await bench.send(caller, method, below, {
        headers: { ...(['PUT', 'POST'].includes(method) ? { 'content-length': String(length) } : {}), ...headers },
        ...(body === undefined ? {} : { body }),
      })
      const text = await response.text()
      const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== ''
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
    },
    hangUp: async (caller, path) => {
      const { body } = await bench.send(caller, 'GET', `/v1/AUTH_one${path}`)
      await body?.cancel()
    },
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  }
}
