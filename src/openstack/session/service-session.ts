import type { Clock } from '../../lib/clock.ts'
import type { Message, Reply } from '../http/exchange.ts'
import type { Authorization } from './authorization.ts'
import type { ServiceName } from './service-type.ts'
import type { SessionCall } from './session-call.ts'
import type { ServiceSettings } from './session-settings.ts'

/** What a service needs of the session that it belongs to. */
export interface ServiceSession {
  readonly clock: Clock
  /** The token in use: a new one when the last is about to expire. */
  authorization(call: SessionCall): Promise<Authorization>
  /** The cloud did not take this token: the next request logs in again, unless another one did already. */
  reject(token: string): void
  settingsOf(name: ServiceName): ServiceSettings
  /** Sends one message, repeated where that is safe, and gives the answer when it is below 300. Throws the service's error else. */
  send(message: Message, service: ServiceName, call: SessionCall): Promise<Reply>
}
