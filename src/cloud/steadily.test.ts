import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { ManualClock } from '../lib/clock.ts'
import { CloudError, type CloudErrorDetails, type ErrorCode } from '../model/cloud-error.ts'
import type { CloudDriver } from './driver.ts'
import { type Steadiness, steadily } from './steadily.ts'

/** A cloud's SDK's own error, which only the driver understands. */
class SdkError extends Error {
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  constructor(code: ErrorCode, { retryAfterMs }: CloudErrorDetails = {}) {
    super(`the cloud said ${code}`)
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

const driver: Pick<CloudDriver, 'classify'> = {
  classify: (error) =>
    error instanceof SdkError
      ? {
          code: error.code,
          message: error.message,
          ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
        }
      : { code: 'internal', message: 'unknown' },
}

/** Does work that fails with these errors, one after the other, before it succeeds; tells at which times it was tried. */
const tried = async (failures: readonly Error[], options: Partial<Steadiness> = {}) => {
  const clock = new ManualClock(0)
  const times: number[] = []
  let outcome: unknown
  const run = steadily(
    driver,
    async () => {
      times.push(clock.now())
      const failure = failures[times.length - 1]
      if (failure) throw failure
      return 'done'
    },
    {
      clock,
      random: { next: () => 0.5, bytes: () => new Uint8Array() },
      signal: new AbortController().signal,
      repeatable: true,
      ...options,
    },
  ).then(
    (result) => {
      outcome = result
    },
    (error) => {
      outcome = error
    },
  )
  await clock.advance(600_000)
  await run
  return { times, outcome }
}

const codeOf = (outcome: unknown) => (outcome instanceof CloudError ? outcome.code : outcome)

describe('steadily', () => {
  it('waits 200 ms, and twice as long each time, while the cloud cannot be reached', async () => {
    const { times, outcome } = await tried([
      new SdkError('unavailable'),
      new SdkError('timeout'),
      new SdkError('rate_limited'),
    ])
    assert.deepEqual(times, [0, 200, 600, 1_400])
    assert.equal(outcome, 'done')
  })

  it('waits as long as the cloud asks', async () => {
    const { times } = await tried([new SdkError('rate_limited', { retryAfterMs: 7_000 })])
    assert.deepEqual(times, [0, 7_000])
  })

  it('does not wait longer than the caller allows', async () => {
    const { times, outcome } = await tried([new SdkError('rate_limited', { retryAfterMs: 7_000 })], {
      longestWaitMs: 6_999,
    })
    assert.deepEqual(times, [0])
    assert.equal(codeOf(outcome), 'rate_limited')
  })

  it('gives up after five attempts with the last error, as this project’s own', async () => {
    const failures = Array.from({ length: 9 }, () => new SdkError('unavailable'))
    const { times, outcome } = await tried(failures)
    assert.equal(times.length, 5)
    assert.ok(outcome instanceof CloudError)
    assert.equal(outcome.code, 'unavailable')
    assert.equal(outcome.cause, failures[4])
  })

  it('does not try again what cannot help', async () => {
    for (const code of ['invalid', 'not_found', 'conflict', 'quota_exceeded', 'no_capacity', 'internal'] as const) {
      const { times, outcome } = await tried([new SdkError(code)])
      assert.deepEqual([times.length, codeOf(outcome)], [1, code])
    }
  })

  it('repeats work that is not repeatable only when the cloud did nothing', async () => {
    const refused = await tried([new SdkError('rate_limited')], { repeatable: false })
    assert.equal(refused.outcome, 'done')
    for (const code of ['timeout', 'unavailable'] as const) {
      const { times, outcome } = await tried([new SdkError(code)], { repeatable: false })
      assert.deepEqual([times.length, codeOf(outcome)], [1, code])
    }
  })

  it('does nothing for a caller who has stopped already', async () => {
    const { times, outcome } = await tried([], { signal: AbortSignal.abort() })
    assert.deepEqual([times.length, codeOf(outcome)], [0, 'canceled'])
  })

  it('ends a wait when the caller stops', async () => {
    const stop = new AbortController()
    const clock = new ManualClock(0)
    const run = tried([new SdkError('unavailable')], { signal: stop.signal, clock })
    await clock.advance(100)
    stop.abort()
    assert.deepEqual((await run).times.length, 1)
    assert.equal(codeOf((await run).outcome), 'canceled')
  })
})
