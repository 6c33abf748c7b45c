/** One thing to do, after others. */
export interface Operation {
  readonly id: string
  /** Ids of the operations that must have succeeded; ids that are not in the set are taken as done. */
  readonly after: readonly string[]
  /** `failed` keeps what comes after it from being tried. What it throws ends the whole run. */
  run(): Promise<'done' | 'failed' | 'left'>
}

export interface RunOptions {
  readonly concurrency: number
  /** Once aborted, nothing more is begun. */
  readonly drain: AbortSignal
  /** Told of each operation that is not tried because of that failed or left one. */
  readonly onBlocked: (id: string, by: string) => void
}

export interface RunResult {
  readonly done: number
  readonly failed: number
  readonly blocked: number
  /** Not begun, or begun and left: the run was asked to stop. */
  readonly left: number
}

interface Waiting {
  readonly operation: Operation
  readonly followers: Waiting[]
  missing: number
  /** How many operations follow it one after another: the longest chain is begun first. */
  height: number
}

/**
 * Does all operations, as many at once as allowed, each when those before it are done, those with the longest chain behind them first. Failures keep
 * their followers from being tried and nothing else. Takes time in proportion to operations and dependencies.
 */
export const runOperations = async (operations: readonly Operation[], options: RunOptions): Promise<RunResult> => {
  const { concurrency, drain, onBlocked } = options
  const waiting = new Map(
    operations.map((operation) => [operation.id, { operation, followers: [], missing: 0, height: 0 } as Waiting]),
  )
  for (const each of waiting.values())
    for (const id of new Set(each.operation.after)) {
      const before = waiting.get(id)
      if (!before) continue
      before.followers.push(each)
      each.missing += 1
    }
  setHeights([...waiting.values()])

  // Ready ones by height: heights are as few as the graph is deep, so the highest is found at once.
  const ready: Waiting[][] = []
  let begun = 0
  const makeReady = (each: Waiting) => {
    ready[each.height] ??= []
    ready[each.height]?.push(each)
  }
  const nextReady = (): Waiting | undefined => {
    for (let height = ready.length - 1; height >= 0; height -= 1) {
      const next = ready[height]?.pop()
      if (next) return next
      ready.length = height
    }
    return undefined
  }
  for (const each of waiting.values()) if (each.missing === 0) makeReady(each)

  const result = { done: 0, failed: 0, blocked: 0, left: 0 }
  const blocked = new Set<Waiting>()
  const block = (from: Waiting) => {
    const stack = [...from.followers]
    for (let each = stack.pop(); each; each = stack.pop()) {
      if (blocked.has(each)) continue
      blocked.add(each)
      result.blocked += 1
      onBlocked(each.operation.id, from.operation.id)
      stack.push(...each.followers)
    }
  }
  await new Promise<void>((resolve, reject) => {
    let inFlight = 0
    let over = false
    const pump = () => {
      while (!over && inFlight < concurrency && !drain.aborted) {
        const next = nextReady()
        if (!next) break
        begun += 1
        inFlight += 1
        next.operation.run().then(
          (outcome) => {
            inFlight -= 1
            result[outcome] += 1
            if (outcome === 'failed') block(next)
            if (outcome === 'done')
              for (const follower of next.followers) {
                follower.missing -= 1
                if (follower.missing === 0 && !blocked.has(follower)) makeReady(follower)
              }
            pump()
          },
          (error: unknown) => {
            over = true
            reject(error)
          },
        )
      }
      if (!over && inFlight === 0) {
        over = true
        resolve()
      }
    }
    pump()
  })
  result.left += waiting.size - begun - blocked.size
  return result
}

const setHeights = (all: readonly Waiting[]): void => {
  const missing = new Map(all.map((each) => [each, each.missing]))
  const order: Waiting[] = all.filter((each) => each.missing === 0)
  for (let index = 0; index < order.length; index += 1)
    for (const follower of order[index]?.followers ?? []) {
      const left = (missing.get(follower) ?? 1) - 1
      missing.set(follower, left)
      if (left === 0) order.push(follower)
    }
  for (const each of order.reverse()) {
    let height = 0
    for (const follower of each.followers) height = Math.max(height, follower.height + 1)
    each.height = height
  }
}
