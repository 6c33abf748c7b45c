import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Operation, runOperations } from './run-operations.ts'

const never = new AbortController().signal
/** Operations 0 to n-1 where each may come after any before it. */
const graphs = fc
  .integer({ min: 1, max: 40 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, index) =>
        fc.uniqueArray(fc.nat({ max: Math.max(0, index - 1) }), { maxLength: 4 }),
      ),
    ),
  )
  .map((lists) => lists.map((list, index) => list.filter((each) => each < index)))

describe('runOperations', () => {
  it('does each once, after those that it needs, and never more at once than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 5 }), async (graph, concurrency) => {
        const done = new Set<number>()
        let inFlight = 0
        const operations = graph.map(
          (after, id): Operation => ({
            id: String(id),
            after: after.map(String),
            run: async () => {
              inFlight += 1
              expect(inFlight).toBeLessThanOrEqual(concurrency)
              expect(after.every((each) => done.has(each))).toBe(true)
              expect(done.has(id)).toBe(false)
              await Promise.resolve()
              done.add(id)
              inFlight -= 1
              return 'done'
            },
          }),
        )
        const result = await runOperations(operations, { concurrency, drain: never, onBlocked: () => {} })
        expect(result).toEqual({ done: graph.length, failed: 0, blocked: 0, left: 0 })
      }),
    )
  })

  it('tries everything but what follows a failure, however it is reached', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.nat(), async (graph, pick) => {
        const broken = pick % graph.length
        const tainted = new Set([broken])
        for (const [id, after] of graph.entries()) if (after.some((each) => tainted.has(each))) tainted.add(id)
        const tried: number[] = []
        const blocked: string[] = []
        const operations = graph.map(
          (after, id): Operation => ({
            id: String(id),
            after: after.map(String),
            run: async () => {
              tried.push(id)
              return id === broken ? 'failed' : 'done'
            },
          }),
        )
        const result = await runOperations(operations, {
          concurrency: 3,
          drain: never,
          onBlocked: (id) => blocked.push(id),
        })
        expect(result).toMatchObject({ failed: 1, blocked: tainted.size - 1, left: 0 })
        expect(blocked.map(Number).sort()).toEqual([...tainted].filter((id) => id !== broken).sort())
        expect(tried.length).toBe(graph.length - tainted.size + 1)
      }),
    )
  })

  it('begins nothing more once drained, and begins the longest chain first', async () => {
    const drain = new AbortController()
    const begun: string[] = []
    const operation = (id: string, after: string[] = []): Operation => ({
      id,
      after,
      run: async () => {
        begun.push(id)
        if (id === 'b') drain.abort()
        return 'done'
      },
    })
    const operations = [operation('alone'), operation('a'), operation('b', ['a']), operation('c', ['b'])]
    const result = await runOperations(operations, { concurrency: 1, drain: drain.signal, onBlocked: () => {} })
    expect(begun).toEqual(['a', 'b'])
    expect(result).toEqual({ done: 2, failed: 0, blocked: 0, left: 2 })
  })
})
