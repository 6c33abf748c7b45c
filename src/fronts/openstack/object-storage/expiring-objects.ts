import { CloudError } from '../../../model/cloud-error.ts'
import type { Front } from '../kernel/front.ts'
import type { Collection } from '../store/store.ts'
import { type ContainerRecord, type ContainerStore, idBelow } from './container-store.ts'
import { swiftDetails } from './object-details.ts'
import type { ObjectTurns } from './object-turns.ts'
import type { ObjectTarget } from './target.ts'

interface ExpiringRecord extends ObjectTarget {
  /** `account/container/object`. */
  readonly id: string
  /** Seconds since the Unix epoch. */
  readonly deleteAt: number
}

/**
 * How often those whose time has come are deleted. Until then they are listed, and not found. Upstream leaves `interval` to the operator, and takes five
 * minutes when told nothing (openstack/swift `swift/obj/expirer.py`); nobody waits five minutes for a cloud in a process.
 */
const intervalMs = 1000

/** Which objects are to be deleted when. An object whose time has come is nowhere found; this deletes it for good. */
export class ExpiringObjects {
  readonly #front: Front
  readonly #containers: ContainerStore
  readonly #turns: ObjectTurns
  readonly #records: Collection<ExpiringRecord>

  constructor(front: Front, containers: ContainerStore, turns: ObjectTurns) {
    this.#front = front
    this.#containers = containers
    this.#turns = turns
    this.#records = front.store.collection('object-storage:expiring')
  }

  add({ account, container, object }: ObjectTarget, deleteAt: number): void {
    this.#records.put({ id: `${account}/${container}/${object}`, account, container, object, deleteAt })
  }

  /** True when the time has come. */
  isOver(deleteAt: string | undefined): boolean {
    return deleteAt !== undefined && Number(deleteAt) * 1000 <= this.#front.clock.now()
  }

  /** Deletes what is due, again and again until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#front.clock.sleep(intervalMs, signal)
      for (const record of [...this.#records]) if (this.isOver(String(record.deleteAt))) await this.#delete(record)
    }
  }

  /** The object itself knows whether it is still to go: it may have been written anew since. */
  async #delete({ id, account, container, object }: ExpiringRecord): Promise<void> {
    try {
      const found = await this.#containers.find(account, container)
      // Who writes it at this moment may take long: the next sweep looks again.
      if (found && this.#turns.isBusy(idBelow(found, object))) return
      if (found) await this.#turns.change(idBelow(found, object), () => this.#deleteIfOver(found, object))
      this.#records.delete(id)
    } catch (error) {
      if (error instanceof CloudError && error.code === 'not_found') this.#records.delete(id)
      else this.#front.onUnexpected(error)
    }
  }

  async #deleteIfOver({ native }: ContainerRecord, object: string): Promise<void> {
    const stored = await this.#containers.below(({ objects }, call) => objects.get(native, object, call))
    if (this.isOver(swiftDetails(stored).own['delete-at']))
      await this.#containers.below(({ objects }, call) => objects.delete(native, object, call))
  }
}
