import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../lib/clock.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { Creates } from './creates.ts'

const call = { token: 'one', signal: new AbortController().signal }
const windowMs = 1000

/** A cloud that shows what was made when it is told to, and may lose its answer. */
const setUp = () => {
  const clock = new ManualClock()
  const creates = new Creates(clock, windowMs)
  const made: string[] = []
  let isShown = false
  const create = (failure?: CloudError, makes = true) =>
    creates.once(
      'thing',
      call,
      async () => (isShown ? made[0] : undefined),
      async () => {
        if (makes) made.push(`thing-${made.length + 1}`)
        if (failure) throw failure
        return made.at(-1) ?? ''
      },
    )
  const show = () => {
    isShown = true
  }
  return { clock, creates, made, create, show }
}

describe('a create that is repeated', () => {
  it('gives what the first one made, before the cloud shows it and after', async () => {
    const { create, show, made } = setUp()
    expect([await create(), await create()]).toEqual(['thing-1', 'thing-1'])
    show()
    expect(await create()).toBe('thing-1')
    expect(made).toHaveLength(1)
  })

  it('makes it anew once it was deleted, or is not shown when the window is over', async () => {
    const { create, creates, clock } = setUp()
    await create()
    creates.forget('thing-1')
    expect(await create()).toBe('thing-2')
    await clock.advance(windowMs)
    expect(await create()).toBe('thing-3')
  })

  it('after an answer that was lost looks for what may have been made, and gives it as soon as it is shown', async () => {
    const { create, show, clock, made } = setUp()
    await expect(create(new CloudError('timeout', 'no answer'))).rejects.toMatchObject({ code: 'timeout' })
    const again = create()
    await clock.advance(400)
    expect(made).toHaveLength(1)
    show()
    await clock.advance(100)
    expect(await again).toBe('thing-1')
    expect(made).toHaveLength(1)
  })

  it('after an answer that was lost makes it when the window is over and nothing is shown', async () => {
    const { create, clock, made } = setUp()
    await expect(create(new CloudError('unavailable', 'closed'), false)).rejects.toMatchObject({ message: 'closed' })
    const again = create()
    await clock.advance(windowMs - 1)
    expect(made).toEqual([])
    await clock.advance(1)
    expect(await again).toBe('thing-1')
  })

  it('after its caller gave up waits as well', async () => {
    const { creates, clock, made } = setUp()
    const giving = new AbortController()
    const make = async () => {
      made.push('thing-1')
      giving.abort(new Error('no more'))
      giving.signal.throwIfAborted()
      return 'thing-1'
    }
    const find = async (): Promise<string | undefined> => undefined
    await expect(creates.once('thing', { ...call, signal: giving.signal }, find, make)).rejects.toThrow('no more')
    const again = creates.once('thing', call, find, async () => 'thing-2')
    await clock.advance(windowMs - 1)
    expect(await Promise.race([again, 'waiting'])).toBe('waiting')
    await clock.advance(1)
    expect(await again).toBe('thing-2')
    expect(made).toHaveLength(1)
  })

  it('after a refusal is tried at once', async () => {
    const { create } = setUp()
    await expect(create(new CloudError('conflict', 'no'), false)).rejects.toMatchObject({ code: 'conflict' })
    expect(await create()).toBe('thing-1')
  })
})
