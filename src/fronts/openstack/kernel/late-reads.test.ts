import { describe, expect, it } from 'vitest'
import { driverOverFront } from '../../../../lab/embedded/driver-over-front.ts'
import type { CloudDriver } from '../../../cloud/driver.ts'
import { collect } from '../../../lib/async-iterable.ts'
import { ManualClock } from '../../../lib/clock.ts'
import { LateReads } from './late-reads.ts'

const call = { signal: new AbortController().signal }
const made = (token: string) => ({ ...call, token })
const lateReadsMs = 100_000

/** A cloud that shows late what was made, and time that passes only while something is done, or when it is told to. */
const setUp = async () => {
  const clock = new ManualClock()
  const during = async <Result>(work: PromiseLike<Result>): Promise<Result> => {
    let isDone = false
    const done = Promise.resolve(work).finally(() => {
      isDone = true
    })
    done.catch(() => {})
    while (!isDone) await clock.advance(10)
    return done
  }
  const opened = await during(driverOverFront({ clock, front: { lateReadsMs } }))
  const { driver } = opened
  const [[flavor], [image], pools] = await during(
    Promise.all([
      collect(driver.flavors.list(call)),
      collect(driver.images.list(call)),
      driver.floatingIps ? collect(driver.floatingIps.pools(call)) : [],
    ]),
  )
  const network = await during(driver.networks.create?.({ name: 'made' }, made('network')) ?? Promise.reject())
  const subnet = await during(
    driver.subnets.create?.({ name: 'made', networkId: network.id, cidr: '10.1.0.0/24' }, made('subnet')) ??
      Promise.reject(),
  )
  if (!flavor || !image || !pools[0]) throw new Error('the cloud has too little')
  return {
    clock,
    during,
    driver,
    flavor,
    image,
    pool: pools[0],
    network,
    subnet,
    close: () => during(opened[Symbol.asyncDispose]()),
  }
}

type Setting = Awaited<ReturnType<typeof setUp>>
type Group = {
  readonly get: (id: never, made: typeof call) => Promise<{ readonly id: string }>
  readonly list: (made: typeof call) => AsyncIterable<{ readonly id: string }>
}

const makers: ReadonlyArray<
  readonly [keyof CloudDriver, (setting: Setting) => Promise<{ readonly id: string }> | undefined]
> = [
  ['networks', ({ driver }) => driver.networks.create?.({ name: 'late' }, made('late'))],
  [
    'subnets',
    ({ driver, network }) =>
      driver.subnets.create?.({ name: 'late', networkId: network.id, cidr: '10.2.0.0/24' }, made('late')),
  ],
  ['ports', ({ driver, network }) => driver.ports?.create({ name: 'late', networkId: network.id }, made('late'))],
  ['routers', ({ driver }) => driver.routers?.create({ name: 'late' }, made('late'))],
  ['securityGroups', ({ driver }) => driver.securityGroups.create({ name: 'late' }, made('late'))],
  ['floatingIps', ({ driver, pool }) => driver.floatingIps?.create({ poolId: pool.id }, made('late'))],
  ['volumes', ({ driver }) => driver.volumes?.create({ name: 'late', sizeGiB: 1 }, made('late'))],
  ['images', ({ driver }) => driver.images.content?.create({ name: 'late', format: 'qcow2' }, made('late'))],
  [
    'servers',
    ({ driver, flavor, image, network }) =>
      driver.servers.create(
        { name: 'late', flavorId: flavor.id, boot: { imageId: image.id }, interfaces: [{ networkId: network.id }] },
        made('late'),
      ),
  ],
]

describe('a cloud whose reads lag behind', () => {
  it.each(makers)('finds and lists one of its %s only when that time is over', async (name, make) => {
    const setting = await setUp()
    const { driver, during, clock, close } = setting
    const group = driver[name] as unknown as Group
    const { id } = (await during(make(setting) ?? Promise.reject(new Error('not offered')))) ?? {}
    const listed = async () => (await during(collect(group.list(call)))).some((each) => each.id === id)
    await expect(during(group.get(id as never, call))).rejects.toMatchObject({ code: 'not_found' })
    expect(await listed()).toBe(false)
    await clock.advance(lateReadsMs)
    expect(await during(group.get(id as never, call))).toMatchObject({ id })
    expect(await listed()).toBe(true)
    await close()
  })

  it('gives the same for a create that is repeated meanwhile, and makes it anew once it was deleted', async () => {
    for (const [name, make] of makers) {
      const setting = await setUp()
      const { driver, during, close } = setting
      const again = async () => (await during(make(setting) ?? Promise.reject(new Error('not offered')))).id
      const first = await again()
      expect([name, await again()]).toEqual([name, first])
      const group = name === 'images' ? driver.images.content : driver[name]
      const { delete: remove } = group as unknown as { delete: (id: string, deleting: typeof call) => Promise<void> }
      await during(remove(first, call))
      expect([name, (await again()) === first]).toEqual([name, false])
      await close()
    }
  })

  it('says so in the words of the service', () => {
    const clock = new ManualClock()
    const reads = new LateReads(1000, clock)
    const answer = new Response(JSON.stringify({ port: { id: 'p-1' } }), {
      status: 201,
      headers: { 'content-type': 'application/json' },
    })
    return reads.answer('POST', answer).then(() => {
      const read = (method: string, path: string) => () => reads.refuse(method, path)
      expect(read('GET', '/network/v2.0/ports/p-1')).toThrow('Port p-1 could not be found.')
      expect(read('GET', '/network/v2.0/ports/p-1/bindings')).toThrow('Port p-1 could not be found.')
      expect(read('GET', '/network/v2.0/ports/p-2')).not.toThrow()
      expect(read('PUT', '/network/v2.0/ports/p-1')).not.toThrow()
      expect(read('DELETE', '/network/v2.0/ports/p-1')).not.toThrow()
    })
  })
})
