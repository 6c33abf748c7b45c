import assert from 'node:assert/strict'
import { errorCodes } from '../../model/cloud-error.ts'
import { newKeyPair } from './make.ts'
import { type Rules, rule } from './rule.ts'

/** Rules about the driver as a whole. */
export const driverRules = {
  'driver: its traits make sense': rule([], async ({ driver: { traits } }) => {
    assert.match(traits.kind, /^[a-z][a-z0-9-]*$/)
    assert.notEqual(traits.region, '')
    assert.ok(traits.userDataLimit > 0, 'no user data at all')
    assert.ok(traits.pollIntervalMs > 0, 'polls without a pause')
    assert.ok(traits.consistencyWindowMs >= 0, 'a negative window')
  }),
  'driver: it names every error, its own and others': rule([], async ({ driver }) => {
    for (const error of [new Error('made up'), new TypeError('made up'), 'text', undefined, null, { code: 'made-up' }])
      assert.ok(errorCodes.includes(driver.classify(error).code), `no code for ${String(error)}`)
  }),
  'driver: an aborted signal is called canceled': rule([], async ({ driver }) => {
    assert.equal(driver.classify(AbortSignal.abort().reason).code, 'canceled')
  }),
  'driver: a log-in that was ended lets nobody in': rule(['logOut', 'reopen'], async ({ reopen, call }) => {
    await using other = await reopen()
    // Some clouds do not say; that they still take it, none may say.
    assert.notEqual(await other.logOut?.(call), 'alive')
  }),
  'driver: watching tells of what is made and of what is gone': rule(['watch'], async (subject) => {
    const { driver, cloud, call } = subject
    const stop = new AbortController()
    const changes = driver.watch({ signal: AbortSignal.any([call.signal, stop.signal]) })[Symbol.asyncIterator]()
    try {
      // Asked for the first change before it is made: a driver watches from then on.
      let next = changes.next()
      const { id } = await newKeyPair(subject)
      await cloud.keyPairs.delete(id, call)
      const seen: boolean[] = []
      while (seen.at(-1) !== false) {
        const { value, done } = await next
        assert.ok(!done, 'the watch ended by itself')
        if (value.kind === 'key-pair' && value.id === id) seen.push(value.resource !== undefined)
        next = changes.next()
      }
      next.catch(() => {})
      assert.equal(seen[0], true, 'told of the end without the beginning')
    } finally {
      stop.abort()
    }
  }),
} satisfies Rules
