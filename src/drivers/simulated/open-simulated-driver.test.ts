import { describe, expect, test } from 'vitest'
import type { Change } from '../../cloud/change.ts'
import { collect } from '../../lib/async-iterable.ts'
import { asId } from '../../model/id.ts'
import { simulatedFixture } from './simulated-fixture.ts'

const refused = (code: string) => expect.objectContaining({ code })

describe('time', () => {
  test('moves a server from building to active and its guest to a login', async () => {
    const { driver, clock, call, server } = await simulatedFixture({ latency: { serverBuild: 1000, guestBoot: 500 } })
    const { id, status } = await server('vm')
    expect(status).toBe('building')
    await expect(driver.servers.stop(id, call)).rejects.toEqual(refused('conflict'))
    await clock.advance(999)
    expect((await driver.servers.get(id, call)).status).toBe('building')
    expect(await driver.servers.consoleLog?.(id, call)).toBe('')
    await clock.advance(1)
    expect((await driver.servers.get(id, call)).status).toBe('active')
    expect(await driver.servers.consoleLog?.(id, call)).not.toMatch(/login:/)
    await clock.advance(500)
    expect(await driver.servers.consoleLog?.(id, call)).toMatch(/vm login:\n$/)
  })

  test('brings a resized server back as it was, in its new size', async () => {
    const latency = { serverResize: 100, serverStop: 10 }
    const { driver, clock, call, server, otherFlavor } = await simulatedFixture({ latency })
    const { id } = await server('vm')
    await driver.servers.resize(id, otherFlavor.id, call)
    expect((await driver.servers.get(id, call)).status).toBe('resizing')
    await clock.advance(100)
    expect(await driver.servers.get(id, call)).toMatchObject({ status: 'active', flavorId: otherFlavor.id })
    await driver.servers.stop(id, call)
    expect((await driver.servers.get(id, call)).status).toBe('stopping')
    await clock.advance(10)
    expect((await driver.servers.get(id, call)).status).toBe('stopped')
  })

  test('moves a volume from creating over attaching to in use and back until it is gone', async () => {
    const latency = { volumeCreate: 10, attach: 10, detach: 10, volumeDelete: 10 }
    const { driver, clock, call, create, server } = await simulatedFixture({ latency })
    const { id: serverId } = await server('vm')
    const { id } = await driver.volumes.create({ name: 'data', sizeGiB: 1 }, create())
    const status = async () => (await driver.volumes.get(id, call)).status
    expect(await status()).toBe('creating')
    await clock.advance(10)
    expect(await status()).toBe('available')
    const attachment = await driver.attachments.create({ volumeId: id, serverId }, create())
    expect(attachment.device).toBe('/dev/vdb')
    expect(await status()).toBe('attaching')
    await clock.advance(10)
    expect(await status()).toBe('in_use')
    await expect(driver.volumes.delete(id, call)).rejects.toEqual(refused('conflict'))
    await driver.attachments.delete(attachment.id, call)
    expect(await status()).toBe('detaching')
    await clock.advance(10)
    await driver.volumes.delete(id, call)
    expect(await status()).toBe('deleting')
    await clock.advance(10)
    await expect(status()).rejects.toEqual(refused('not_found'))
  })

  test('ends with the driver: nothing happens after it is closed', async () => {
    const { driver, clock, call, server } = await simulatedFixture({ latency: { serverBuild: 1000, apiCall: 5 } })
    const making = server('vm')
    await clock.advance(5)
    await making
    const changes = collect(driver.watch(call))
    const late = driver.servers.get((await making).id, call)
    await driver[Symbol.asyncDispose]()
    await expect(late).rejects.toEqual(refused('unavailable'))
    await expect(collect(driver.servers.list(call))).rejects.toEqual(refused('unavailable'))
    await clock.advance(10_000)
    expect(await changes).toEqual([])
  })

  test('does nothing for a call that was stopped before the cloud answered', async () => {
    const { driver, clock, call } = await simulatedFixture({ latency: { apiCall: 100 } })
    const stop = new AbortController()
    const making = driver.volumes.create({ name: 'data', sizeGiB: 1 }, { signal: stop.signal, token: 'once' })
    stop.abort(new Error('enough'))
    await expect(making).rejects.toThrow('enough')
    const listing = collect(driver.volumes.list(call))
    await clock.advance(1000)
    expect(await listing).toEqual([])
  })
})

test('what was just made is shown late where the cloud is eventually consistent, and deleted at once', async () => {
  const { driver, clock, call, create } = await simulatedFixture({ consistencyMs: 50 })
  const { id } = await driver.volumes.create({ name: 'data', sizeGiB: 1 }, create())
  await expect(driver.volumes.get(id, call)).rejects.toEqual(refused('not_found'))
  expect(await collect(driver.volumes.list(call))).toEqual([])
  await clock.advance(50)
  expect((await collect(driver.volumes.list(call))).map((volume) => volume.id)).toEqual([id])
  const second = await driver.volumes.create({ name: 'other', sizeGiB: 1 }, create())
  await driver.volumes.delete(second.id, call)
  await clock.advance(50)
  await expect(driver.volumes.get(second.id, call)).rejects.toEqual(refused('not_found'))
})

describe('limits', () => {
  test('a full quota refuses what is beyond it and makes nothing', async () => {
    const { driver, call, server } = await simulatedFixture({ quotas: { servers: 1, vcpus: 8 } })
    await server('one')
    await expect(server('two')).rejects.toEqual(refused('quota_exceeded'))
    expect(await driver.quotas.get(call)).toMatchObject({
      servers: { limit: 1, used: 1 },
      vcpus: { limit: 8, used: 1 },
      volumes: { used: 0 },
    })
    expect(await collect(driver.servers.list(call))).toHaveLength(1)
  })

  test('a full cloud has no capacity, and room again after a delete', async () => {
    const { driver, call, create } = await simulatedFixture({ capacity: { volumeGiB: 10 } })
    const { id } = await driver.volumes.create({ name: 'a', sizeGiB: 8 }, create())
    const again = () => driver.volumes.create({ name: 'b', sizeGiB: 3 }, create())
    await expect(again()).rejects.toEqual(refused('no_capacity'))
    await expect(driver.volumes.extend?.(id, 11, call)).rejects.toEqual(refused('no_capacity'))
    await driver.volumes.delete(id, call)
    expect((await again()).sizeGiB).toBe(3)
  })

  test('a cloud that tells late accepts the server first and fails it then', async () => {
    const { driver, call, server } = await simulatedFixture({ capacity: { vcpus: 1, toldLate: true } })
    const first = await server('one')
    expect(first.status).toBe('active')
    const second = await server('two')
    expect(second).toMatchObject({ status: 'error', fault: expect.stringMatching(/^no host has room: .* 1 vCPUs/) })
    expect(second.faultCode).toBe('no_capacity')
    await driver.servers.delete(second.id, call)
    await driver.servers.delete(first.id, call)
    expect((await server('three')).status).toBe('active')
  })

  test('a zone can be full while another has room', async () => {
    const full = { zones: { a: { vcpus: 1 } } }
    const { driver, server } = await simulatedFixture({ zones: ['a', 'b'], capacity: full })
    expect(await server('one')).toMatchObject({ status: 'active', zoneId: 'a' })
    await expect(server('two')).rejects.toMatchObject({
      code: 'no_capacity',
      message: expect.stringMatching(/zone a /),
    })
    expect(await server('three', { zoneId: asId('b') })).toMatchObject({ status: 'active', zoneId: 'b' })
    expect(await driver.quotas.get({ signal: new AbortController().signal })).toMatchObject({ vcpus: { used: 2 } })
  })

  test('images of other formats than the cloud takes are refused', async () => {
    const { driver, create } = await simulatedFixture({ imageFormats: ['raw'] })
    const making = driver.images.content?.create({ name: 'x', format: 'qcow2' }, create())
    await expect(making).rejects.toEqual(refused('invalid'))
  })
})

describe('image data', () => {
  const stream = (...chunks: string[]) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(Buffer.from(chunk))
        controller.close()
      },
    })

  test('beyond the limit leaves the image queued and the room free', async () => {
    // The three images on offer have 4 KiB each.
    const { driver, call, create, there } = await simulatedFixture({ imageBytesLimit: 3 * 4096 + 10 })
    const content = there(driver.images.content)
    const { id } = await content.create({ name: 'x', format: 'raw' }, create())
    await expect(content.upload(id, stream('12345', '678901'), call)).rejects.toEqual(refused('too_large'))
    expect((await driver.images.get(id, call)).status).toBe('queued')
    await content.upload(id, stream('12345', '67890'), call)
    expect(await driver.images.get(id, call)).toMatchObject({
      status: 'active',
      sizeBytes: 10,
      checksums: { md5: 'e807f1fcf82d132f9bb018ca6738a19f' },
    })
    const back = await new Response(await content.download(id, call)).text()
    expect(back).toBe('1234567890')
  })

  test('that stops on the way leaves the image queued', async () => {
    const { driver, call, create, there } = await simulatedFixture()
    const content = there(driver.images.content)
    const { id } = await content.create({ name: 'x', format: 'raw' }, create())
    const stop = new AbortController()
    const endless = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(Buffer.from('x')) })
    const uploading = content.upload(id, endless, { signal: stop.signal })
    const outcome = expect(uploading).rejects.toThrow('enough')
    setImmediate(() => stop.abort(new Error('enough')))
    await outcome
    expect((await driver.images.get(id, call)).status).toBe('queued')
  })
})

test('watching tells every state of everything that was made on the way', async () => {
  const { driver, clock, call, server, network } = await simulatedFixture({ latency: { serverBuild: 10 } })
  const stop = new AbortController()
  const seen: Change[] = []
  const watching = (async () => {
    for await (const change of driver.watch({ signal: stop.signal })) seen.push(change)
  })()
  const net = await network('net', '198.18.200.0/24')
  const { id } = await server('vm', { interfaces: [{ networkId: net.network.id }] })
  await clock.advance(10)
  await driver.servers.delete(id, call)
  await clock.advance(0)
  stop.abort()
  await watching
  const told = seen.map(({ kind, resource }) =>
    [kind, resource ? ('status' in resource ? resource.status : 'there') : 'gone'].join(' '),
  )
  const inOrder = (kind: string) => {
    const of = told.filter((each) => each.startsWith(`${kind} `))
    return of.filter((each, index) => each !== of[index - 1])
  }
  expect(inOrder('server')).toEqual(['server building', 'server active', 'server deleting', 'server gone'])
  expect(inOrder('port')).toEqual(['port building', 'port active', 'port gone'])
  expect(inOrder('network')).toEqual(['network building', 'network active'])
  expect(inOrder('subnet')).toEqual(['subnet there'])
})

test('a server takes with it what was made for it and leaves what was handed in', async () => {
  const { driver, call, create, server, network, image } = await simulatedFixture()
  const net = await network('net', '198.18.200.0/24')
  const port = await driver.ports.create({ name: 'kept', networkId: net.network.id }, create())
  const volume = await driver.volumes.create({ name: 'kept', sizeGiB: 1 }, create())
  const { id } = await server('vm', {
    boot: { imageId: image.id, volumeGiB: 5, deleteOnTermination: true },
    interfaces: [{ portId: port.id }, { networkId: net.network.id }],
  })
  await driver.attachments.create({ volumeId: volume.id, serverId: id }, create())
  expect(await collect(driver.ports.list(call))).toHaveLength(2)
  expect(await collect(driver.volumes.list(call))).toHaveLength(2)
  await driver.servers.delete(id, call)
  expect(await collect(driver.ports.list(call))).toMatchObject([{ id: port.id, owner: 'none', status: 'down' }])
  expect(await collect(driver.volumes.list(call))).toMatchObject([{ id: volume.id, status: 'available' }])
  expect(await collect(driver.attachments.list(call))).toEqual([])
})
