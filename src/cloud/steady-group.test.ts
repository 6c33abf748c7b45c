import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { collect } from '../lib/async-iterable.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { seededRandom } from '../lib/random.ts'
import { CloudError } from '../model/cloud-error.ts'
import { OwnCreates } from './own-creates.ts'
import { steadyGroup } from './steady-group.ts'
import type { CallObservation, Surroundings } from './surroundings.ts'

/** A clock whose sleeps are over at once, with time gone by. */
const hurriedClock = (): Clock => {
  let now = systemClock.now()
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds
    },
  }
}

const surroundings = (windowMs = 0) => {
  const clock = hurriedClock()
  const observations: CallObservation[] = []
  const around: Surroundings = {
    driver: {
      classify: () => ({ code: 'internal', message: 'unknown' }),
      traits: {
        kind: 'test',
        simulated: true,
        region: 'test',
        resizeNeedsStop: false,
        zoneRequired: false,
        volumesStayInZone: false,
        userDataLimit: 1,
        pollIntervalMs: 10,
        consistencyWindowMs: windowMs,
      },
    },
    clock,
    random: seededRandom(1),
    ownCreates: new OwnCreates(clock, windowMs),
    onCall: (observation) => observations.push(observation),
  }
  return { around, observations, clock }
}

const call = { signal: new AbortController().signal }
const unavailable = () => new CloudError('unavailable', 'out of service')
const notFound = () => new CloudError('not_found', 'there is no such thing')

/** A group of things that its cloud shows only after a while. */
const lateThings = (clock: Clock, lateMs: number) => {
  const shownAt = new Map<string, number>()
  const deleted: string[] = []
  const isShown = (id: string) => (shownAt.get(id) ?? Number.POSITIVE_INFINITY) <= clock.now()
  return {
    deleted,
    group: {
      create: async ({ id }: { readonly id: string }, _: typeof call) => {
        shownAt.set(id, clock.now() + lateMs)
        return { id }
      },
      get: async (id: string, _: typeof call) => {
        if (!isShown(id)) throw notFound()
        return { id }
      },
      delete: async (id: string, _: typeof call) => {
        if (isShown(id)) deleted.push(id)
      },
    },
  }
}
const natures = { kind: 'volume', methods: { create: 'creates', get: 'repeatable', delete: 'deletes' } } as const

describe('a steady group', () => {
  it('goes on with a list where it was cut off, yielding nothing twice', async () => {
    let readings = 0
    const list = async function* (_: typeof call) {
      readings += 1
      yield { id: 'one' }
      yield { id: 'two' }
      if (readings === 1) throw unavailable()
      yield { id: 'three' }
    }
    const { around, observations } = surroundings()
    const steady = steadyGroup('things', { list }, { kind: 'volume', methods: { list: 'lists' } }, around)
    assert.deepEqual(
      (await collect(steady.list(call))).map(({ id }) => id),
      ['one', 'two', 'three'],
    )
    assert.deepEqual(
      observations.map(({ group, method, error }) => [group, method, error]),
      [['things', 'list', undefined]],
    )
  })

  it('asks a list for nothing once its reader stops', async () => {
    let closed = false
    const list = async function* (_: typeof call) {
      try {
        for (let id = 0; ; id += 1) yield { id: String(id) }
      } finally {
        closed = true
      }
    }
    const { around } = surroundings()
    const steady = steadyGroup('things', { list }, { kind: 'volume', methods: { list: 'lists' } }, around)
    for await (const { id } of steady.list(call)) if (id === '2') break
    assert.equal(closed, true)
  })

  it('names the resource that an error is about, and tells the observer', async () => {
    const get = async (_id: string, _call: typeof call) => {
      throw notFound()
    }
    const { around, observations } = surroundings()
    const steady = steadyGroup('volumes', { get }, { kind: 'volume', methods: { get: 'repeatable' } }, around)
    await assert.rejects(steady.get('v-1', call), (error: CloudError) => {
      assert.deepEqual(error.resource, { kind: 'volume', id: 'v-1' })
      return true
    })
    assert.equal(observations[0]?.error?.code, 'not_found')
  })

  it('names an object by its container and its own name, and a list of objects by the container', async () => {
    const failing = async () => {
      throw notFound()
    }
    const group = {
      get: (_container: string, _name: string, _call: typeof call) => failing(),
      copy: (_from: object, _to: object, _details: undefined, _call: typeof call) => failing(),
      async *list(_container: string, _query: object, _call: typeof call) {
        yield await failing()
      },
    }
    const methods = { get: 'repeatable', copy: 'repeatable', list: 'lists' } as const
    const steady = steadyGroup('objects', group, { kind: 'object', methods }, surroundings().around)
    const object = { kind: 'object', id: 'room/a/b' }
    await assert.rejects(steady.get('room', 'a/b', call), { resource: object })
    await assert.rejects(steady.copy({ container: 'room', name: 'a/b' }, {}, undefined, call), { resource: object })
    await assert.rejects(collect(steady.list('room', {}, call)), { resource: { kind: 'container', id: 'room' } })
  })

  it('reads on a list with arguments where it was cut off, whether its items have names or prefixes', async () => {
    const asked: object[] = []
    const list = async function* (container: string, query: object, _: typeof call) {
      asked.push({ container, query })
      yield { name: 'a' }
      yield { prefix: 'b/' }
      if (asked.length === 1) throw unavailable()
      yield { prefix: 'c/' }
    }
    const steady = steadyGroup(
      'objects',
      { list },
      { kind: 'object', methods: { list: 'lists' } },
      surroundings().around,
    )
    const items = await collect(steady.list('room', { delimiter: '/' }, call))
    assert.deepEqual(items, [{ name: 'a' }, { prefix: 'b/' }, { prefix: 'c/' }])
    const once = { container: 'room', query: { delimiter: '/' } }
    assert.deepEqual(asked, [once, once])
  })

  it('sends a stream once, whatever the cloud says', async () => {
    let sent = 0
    const upload = async (_id: string, _data: ReadableStream, _call: typeof call) => {
      sent += 1
      throw new CloudError('rate_limited', 'not now')
    }
    const { around } = surroundings()
    const steady = steadyGroup('images', { upload }, { kind: 'image', methods: { upload: 'once' } }, around)
    await assert.rejects(steady.upload('i-1', new ReadableStream(), call), { code: 'rate_limited' })
    assert.equal(sent, 1)
  })

  it('keeps what is absent absent', () => {
    const { around } = surroundings()
    const group: { readonly extend?: () => Promise<void> } = {}
    assert.deepEqual(steadyGroup('volumes', group, { kind: 'volume', methods: { extend: 'unrepeatable' } }, around), {})
  })

  it('sees its own creates before the cloud shows them', async () => {
    const { around, clock } = surroundings(1_000)
    const { group } = lateThings(clock, 500)
    const steady = steadyGroup('volumes', group, natures, around)
    const { id } = await steady.create({ id: 'new' }, call)
    assert.equal((await steady.get(id, call)).id, 'new')
  })

  it('believes at once that what others made is not there', async () => {
    const { around, clock } = surroundings(1_000)
    const steady = steadyGroup('volumes', lateThings(clock, 0).group, natures, around)
    const before = clock.now()
    await assert.rejects(steady.get('another', call), { code: 'not_found' })
    assert.equal(clock.now(), before)
  })

  it('believes that an own create is gone when the window is over', async () => {
    const { around, clock } = surroundings(1_000)
    const steady = steadyGroup('volumes', lateThings(clock, 5_000).group, natures, around)
    await steady.create({ id: 'new' }, call)
    const before = clock.now()
    await assert.rejects(steady.get('new', call), { code: 'not_found' })
    assert.ok(clock.now() - before >= 1_000)
  })

  it('deletes an own create only once the cloud shows it', async () => {
    const { around, clock } = surroundings(1_000)
    const { group, deleted } = lateThings(clock, 500)
    const steady = steadyGroup('volumes', group, natures, around)
    await steady.create({ id: 'new' }, call)
    await steady.delete('new', call)
    assert.deepEqual(deleted, ['new'])
  })
})
