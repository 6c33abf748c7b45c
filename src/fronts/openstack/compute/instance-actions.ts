import type { Front } from '../kernel/front.ts'
import type { Collection, Document } from '../store/store.ts'

/** What somebody did to a server, and how it went. */
export interface ActionRecord extends Document {
  readonly serverId: string
  readonly action: string
  readonly requestId: string
  readonly userId: string
  readonly projectId: string
  readonly startTime: string
  readonly updatedAt: string
  /** `Error` when it failed. */
  readonly message: string | null
  /** Why it failed: for administrators. */
  readonly details: string | null
  readonly finishTime: string | null
}

export interface NewAction {
  readonly serverId: string
  readonly action: string
  readonly requestId: string
  readonly userId: string
  readonly projectId: string
}

/** What was done to servers: a line for each request, kept as long as its server and a while after it. */
export class InstanceActions {
  readonly #front: Front
  readonly #records: Collection<ActionRecord>

  constructor(front: Front) {
    this.#front = front
    this.#records = front.store.collection('compute:instance-actions', { server: ({ serverId }) => serverId })
  }

  start(action: NewAction): void {
    const now = this.#now()
    this.#records.put({
      ...action,
      id: `${action.serverId}/${action.requestId}`,
      startTime: now,
      updatedAt: now,
      message: null,
      details: null,
      finishTime: null,
    })
  }

  /** Notes the end; a failure when it says why. */
  finish(serverId: string, requestId: string, failure?: string): void {
    const record = this.get(serverId, requestId)
    if (!record) return
    const now = this.#now()
    const outcome = failure === undefined ? {} : { message: 'Error', details: failure }
    this.#records.put({ ...record, ...outcome, updatedAt: now, finishTime: now })
  }

  get(serverId: string, requestId: string): ActionRecord | undefined {
    return this.#records.get(`${serverId}/${requestId}`)
  }

  /** The newest first. */
  of(serverId: string): readonly ActionRecord[] {
    return [...this.#records.by('server', serverId)].reverse()
  }

  forget(serverId: string): void {
    for (const { id } of [...this.#records.by('server', serverId)]) this.#records.delete(id)
  }

  /** Without a zone and with microseconds, as Nova writes these times. */
  #now(): string {
    return new Date(this.#front.clock.now()).toISOString().replace('Z', '000')
  }
}
