import assert from 'node:assert/strict'
import type { ErrorCode } from '../../model/cloud-error.ts'
import { pause } from '../pause.ts'
import { asCloudError } from '../steadily.ts'
import type { Subject } from './subject.ts'

/** Holds when the work fails with one of the codes. */
export const expectFailure = async (
  { driver }: Subject,
  codes: ErrorCode | readonly ErrorCode[],
  work: Promise<unknown>,
): Promise<void> => {
  const expected = typeof codes === 'string' ? [codes] : codes
  let result: unknown
  try {
    result = await work
  } catch (error) {
    const { code, message } = asCloudError(driver, error)
    assert.ok(expected.includes(code), `failed with ${code} (${message}) instead of ${expected.join(' or ')}`)
    return
  }
  const shown = result === undefined ? 'nothing' : JSON.stringify(result)
  assert.fail(`gave ${shown} instead of failing with ${expected.join(' or ')}`)
}

/** Holds when the check holds before the cloud's consistency window is over. */
export const eventually = async ({ cloud, clock, call }: Subject, check: () => Promise<void>): Promise<void> => {
  const until = clock.now() + cloud.traits.consistencyWindowMs
  for (;;) {
    const last = clock.now() >= until
    try {
      return await check()
    } catch (error) {
      if (last || !(error instanceof assert.AssertionError)) throw error
      await pause(clock, cloud.traits.pollIntervalMs, call.signal)
    }
  }
}
