import type { Clock } from '../../lib/clock.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { Call } from '../call.ts'
import type { Resources } from '../change.ts'
import type { Cloud } from '../cloud.ts'
import { pause } from '../pause.ts'
import { groupOf } from '../reader.ts'

export type MadeKind = Exclude<keyof Resources, 'flavor'>

const freeWithinMs = 60_000

/** Remembers what a rule did, and undoes it afterwards in the opposite order. */
export class Made {
  readonly #cloud: Cloud
  readonly #clock: Clock
  readonly #known = new Set<string>()
  readonly #undo: Array<(call: Call) => Promise<void>> = []

  constructor(cloud: Cloud, clock: Clock) {
    this.#cloud = cloud
    this.#clock = clock
  }

  /** Gives the resource back, which is deleted when the rule is over, if it is still there. */
  add<Kind extends MadeKind>(kind: Kind, resource: Resources[Kind]): Resources[Kind] {
    const { id } = resource
    if (this.#known.has(`${kind} ${id}`)) return resource
    this.#known.add(`${kind} ${id}`)
    this.undo(async (call) => {
      await this.#removeWhenFree(kind, id, call)
      await this.#cloud.gone(kind, id, call)
    })
    return resource
  }

  /** Something else to do when the rule is over. It may have been done already. */
  undo(work: (call: Call) => Promise<void>): void {
    this.#undo.push(work)
  }

  /** Undoes everything. Throws the first failure after having tried all. */
  async cleanUp(call: Call): Promise<void> {
    let failure: unknown
    for (let work = this.#undo.pop(); work; work = this.#undo.pop()) {
      try {
        await work(call)
      } catch (error) {
        failure ??= error
      }
    }
    if (failure) throw failure
  }

  /** What is in use is often so for a moment longer: a cloud takes a deleted server's ports away after the server, and copies a volume before it lets it go. */
  async #removeWhenFree(kind: MadeKind, id: string, call: Call): Promise<void> {
    const end = this.#clock.now() + freeWithinMs
    for (;;) {
      try {
        return await remove(this.#cloud, kind, id, call)
      } catch (error) {
        if (!(error instanceof CloudError) || error.code !== 'conflict' || this.#clock.now() > end) throw error
        await pause(this.#clock, this.#cloud.traits.pollIntervalMs, call.signal)
      }
    }
  }
}

/** Deletes a resource of any kind that can be deleted. */
export const remove = async (cloud: Cloud, kind: MadeKind, id: string, call: Call): Promise<void> => {
  const group = kind === 'image' ? cloud.images.content : cloud[groupOf[kind]]
  if (group && 'delete' in group) await (group.delete as (id: string, call: Call) => Promise<void>)(id, call)
}
