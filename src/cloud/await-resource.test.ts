import { describe, expect, it } from 'vitest'
import type { Clock } from '../lib/clock.ts'
import { CloudError } from '../model/cloud-error.ts'
import { awaitGone, awaitResource } from './await-resource.ts'

/** Looks at one state after the other, the last one for ever, on a clock whose sleeps are over at once. */
const watching = (...states: readonly (string | undefined)[]) => {
  let now = 0
  let looks = 0
  const clock: Clock = {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds
    },
  }
  const look = async () => {
    const status = states[Math.min(looks, states.length - 1)]
    looks += 1
    if (status === undefined) throw new CloudError('not_found', 'no such server')
    return { status, name: 'web', fault: 'the disk is gone' }
  }
  const signal = new AbortController().signal
  return { watching: { kind: 'server', id: '1', look, clock, pollIntervalMs: 1000, signal } as const, clock }
}

describe('waiting for a state', () => {
  it('gives the resource as it is then', async () => {
    const { watching: server } = watching('building', 'building', 'active')
    expect(await awaitResource(server, ({ status }) => status === 'active')).toMatchObject({ status: 'active' })
  })

  it('ends with the fault of what goes to error', async () => {
    const { watching: server } = watching('building', 'error')
    await expect(awaitResource(server, ({ status }) => status === 'active')).rejects.toThrow(
      'server web (1) went to error: the disk is gone',
    )
  })
})

describe('a status that can be had for less', () => {
  it('is asked for until it changes, and the whole is looked at then and now and again', async () => {
    const { watching: server } = watching('building', 'building', 'active')
    let glances = 0
    const glance = async () => {
      glances += 1
      return glances > 40 ? 'active' : 'building'
    }
    await awaitResource({ ...server, glance }, ({ status }) => status === 'active')
    expect(glances).toBe(41)
  })

  it('ends the waiting for what is gone', async () => {
    const { watching: server } = watching('deleting')
    const glance = async () => {
      throw new CloudError('not_found', 'no such server')
    }
    await awaitGone({ ...server, glance })
  })
})

it('what takes long is looked at less and less often, and seen late by a twelfth at most', async () => {
  const { watching: server, clock } = watching(...Array(40).fill('building'), 'active')
  const looks: number[] = []
  const look = async () => {
    looks.push(clock.now())
    return server.look()
  }
  await awaitResource({ ...server, look }, ({ status }) => status === 'active')
  const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? 0))
  expect(gaps[0]).toBe(1000)
  expect(gaps.at(-1)).toBeGreaterThan(2000)
  for (const [index, gap] of gaps.entries())
    expect(gap).toBeLessThanOrEqual(Math.max(1000, (looks[index] ?? 0) / 12) + 1)
})

describe('waiting until it is gone', () => {
  it('is over when it is not found', async () => {
    await awaitGone(watching('active', 'deleting', undefined).watching)
  })

  it('does not mind that it was broken before', async () => {
    await awaitGone(watching('error', 'error', 'deleting', undefined).watching)
  })

  it('fails when it breaks on its way out', async () => {
    await expect(awaitGone(watching('deleting', 'error').watching)).rejects.toThrow('the disk is gone')
  })

  it('fails in the end when it broke so fast that nothing else was seen of it', async () => {
    const { watching: server, clock } = watching('error')
    await expect(awaitGone(server)).rejects.toThrow('the disk is gone')
    expect(clock.now()).toBeGreaterThanOrEqual(30_000)
    expect(clock.now()).toBeLessThan(34_000)
  })
})
