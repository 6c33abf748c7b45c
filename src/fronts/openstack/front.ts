import type { CloudDriver } from '../../cloud/driver.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import { newUuid, pooled } from '../../lib/random.ts'
import { blockStorageService, isBlockStorageOffered } from './block-storage/block-storage-service.ts'
import { computeService } from './compute/compute-service.ts'
import { areGuestsOffered, guestsService } from './guests/guests-service.ts'
import { type Bootstrap, bootstrap } from './identity/bootstrap.ts'
import { Identity } from './identity/identity.ts'
import { identityService } from './identity/identity-service.ts'
import { imageService } from './image/image-service.ts'
import { createApp } from './kernel/create-app.ts'
import type { Front } from './kernel/front.ts'
import type { FrontProfile } from './kernel/front-profile.ts'
import { Mirror } from './kernel/mirror.ts'
import type { ServiceDefinition } from './kernel/service.ts'
import { Tasks } from './kernel/tasks.ts'
import { networkService } from './network/network-service.ts'
import { objectCloudOf, objectStorageService } from './object-storage/object-storage-service.ts'
import { placementService } from './placement/placement-service.ts'
import type { Store } from './store/store.ts'

export interface OpenStackFrontOptions {
  /** The cloud to serve; it stays the caller's to close, after the front. */
  readonly driver: CloudDriver
  readonly profile: FrontProfile
  /** Stays the caller's to close, after the front. */
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly users: Bootstrap
  /** Hears of errors that no code foresaw, and of background work that failed. */
  readonly onUnexpected: (error: unknown) => void
}

/** OpenStack's APIs over one cloud, without a socket. */
export interface OpenStackFront extends AsyncDisposable {
  /**
   * Answers one request. The links in the answer start with the request's own origin. `requestTarget` is its path and query as they came, where that is known: in a
   * `Request` the path has lost its dot segments, which names of objects may have.
   */
  fetch(request: Request, requestTarget?: string): Response | Promise<Response>
  /** What is offered, by official type: groups that the cloud below lacks are no services here. */
  readonly serviceTypes: readonly string[]
  /** What is answered, each as `GET /compute/v2.1/servers/:id`. */
  readonly routes: readonly string[]
}

/** Serves a cloud as OpenStack. Resolves once the cloud below was read and what an earlier process left unfinished is under way. */
export const openOpenStackFront = async (options: OpenStackFrontOptions): Promise<OpenStackFront> => {
  const { driver, profile, clock, random, store, onUnexpected } = options
  const idSource = pooled(random)
  const tasks = new Tasks((_name, error) => onUnexpected(error))
  const essentials = {
    driver,
    profile,
    clock,
    random,
    store,
    tasks,
    newId: () => newUuid(idSource),
    timestamp: () => `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
    onUnexpected,
  }
  let mirror: Mirror | undefined
  let operatorProjectId: string | undefined
  const front: Front = {
    ...essentials,
    get mirror() {
      if (!mirror) throw new RangeError('the mirror is not there yet')
      return mirror
    },
    get operatorProjectId() {
      if (operatorProjectId === undefined) throw new RangeError('nobody operates this cloud yet')
      return operatorProjectId
    },
  }
  const identity = new Identity(front)
  const projects = await bootstrap(front, identity, options.users)
  const adoptInto = projects.member
  operatorProjectId = projects.operator
  mirror = new Mirror({ driver, store, clock, random, tasks, adoptInto })

  const services: ServiceDefinition[] = []
  const objectCloud = objectCloudOf(front)
  services.push(
    identityService(front, identity, () => services),
    computeService(front),
    imageService,
    networkService,
    placementService(front),
    ...(isBlockStorageOffered(front) ? [blockStorageService(front)] : []),
    ...(objectCloud ? [objectStorageService(front, objectCloud, adoptInto)] : []),
    ...(areGuestsOffered(front) ? [guestsService] : []),
  )
  const app = createApp(front, services, {
    authenticate: (token) => identity.authorization(token),
    site: { origin: ({ url }) => url.slice(0, url.indexOf('/', 'https://'.length)) },
  })
  await mirror.start()
  for (const service of services) await service.resume?.(front)
  tasks.run('sweep tokens', async (signal) => {
    for (;;) {
      await clock.sleep(600_000, signal)
      identity.sweep()
    }
  })
  return {
    fetch: (request, requestTarget) => app.fetch(request, requestTarget?.startsWith('/') ? { requestTarget } : {}),
    serviceTypes: services.map(({ type }) => type),
    routes: app.routes.filter(({ path }) => !path.endsWith('*')).map(({ method, path }) => `${method} ${path}`),
    [Symbol.asyncDispose]: () => tasks[Symbol.asyncDispose](),
  }
}
