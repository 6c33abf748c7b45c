import type { CloudError } from '../model/cloud-error.ts'
import { steadily } from './steadily.ts'
import { errorOf, type Member, type Surroundings } from './surroundings.ts'

/**
 * Yields each item once and asks for nothing once its reader stops. When the cloud says "not now" in the middle, the list is read again and what
 * was yielded already is passed over.
 */
export async function* steadyList(
  open: () => AsyncIterable<unknown>,
  args: readonly unknown[],
  member: Member,
  signal: AbortSignal,
  around: Surroundings,
): AsyncGenerator<unknown> {
  const { clock, random, driver, onCall } = around
  const { group, method } = member
  const yielded = new Set<unknown>()
  let items: AsyncIterator<unknown> | undefined
  let ms = 0
  let error: CloudError | undefined

  const next = async (): Promise<IteratorResult<unknown>> => {
    items ??= open()[Symbol.asyncIterator]()
    try {
      for (;;) {
        const result = await items.next()
        if (result.done || !yielded.has(identityOf(result.value))) return result
      }
    } catch (thrown) {
      items = undefined
      throw thrown
    }
  }
  const read = async (): Promise<IteratorResult<unknown>> => {
    const startedAt = clock.now()
    try {
      return await steadily(driver, next, { clock, random, signal, repeatable: true })
    } catch (thrown) {
      error = errorOf(around, member, args, thrown)
      throw error
    } finally {
      ms += clock.now() - startedAt
    }
  }

  try {
    for (let result = await read(); !result.done; result = await read()) {
      yielded.add(identityOf(result.value))
      yield result.value
    }
  } finally {
    await items?.return?.()
    onCall(error ? { group, method, ms, error } : { group, method, ms })
  }
}

/** An item's id. Volume types, containers and objects have none and go by their name, and what begins with a prefix goes by that. */
const identityOf = (item: unknown): unknown => {
  const { id, name, prefix } = item as { readonly id?: string; readonly name?: string; readonly prefix?: string }
  return id ?? name ?? prefix
}
