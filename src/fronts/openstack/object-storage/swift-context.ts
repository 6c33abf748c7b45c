import type { Front } from '../kernel/front.ts'
import type { AccountStore } from './account-store.ts'
import type { ContainerStore } from './container-store.ts'
import type { ExpiringObjects } from './expiring-objects.ts'
import type { ObjectTurns } from './object-turns.ts'
import type { SwiftRequest } from './swift-request.ts'

/** What all parts of Swift share. */
export interface SwiftContext {
  readonly front: Front
  readonly accounts: AccountStore
  readonly containers: ContainerStore
  readonly expiring: ExpiringObjects
  /** By `idBelow`. */
  readonly turns: ObjectTurns
  /** Answers a request that serves another; refusals are answers too. */
  readonly handle: (request: SwiftRequest) => Promise<Response>
}
