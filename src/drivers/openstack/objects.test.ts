import { expect, it } from 'vitest'
import { driverOverFront } from '../../../lab/embedded/driver-over-front.ts'
import { collect } from '../../lib/async-iterable.ts'
import type { ObjectDetails } from '../../model/object-storage.ts'

const call = { signal: new AbortController().signal }

const opened = async () => {
  const cloud = await driverOverFront({})
  const { containers, objects } = cloud.driver
  if (!containers || !objects) throw new Error('this cloud has no object storage')
  await containers.create('room', call)
  cloud.sent.length = 0
  const put = (name: string, text = 'data', details: ObjectDetails = {}) =>
    objects.put('room', name, new Blob([text]).stream(), { sizeBytes: text.length, ...details }, call)
  const asked = () =>
    cloud.sent.map(({ method, path, status }) => `${method} ${path.replace(/^.*\/v1\/AUTH_[^/]+/, '')} ${status}`)
  return { ...cloud, containers, objects, put, asked, [Symbol.asyncDispose]: cloud[Symbol.asyncDispose] }
}

it('a name is one segment of a path, whatever is in it', async () => {
  await using cloud = await opened()
  await cloud.put('a/../b c?#%')
  expect(cloud.asked()).toEqual(['PUT /room/a%2F..%2Fb%20c%3F%23%25 201', 'HEAD /room/a%2F..%2Fb%20c%3F%23%25 200'])
})

it('nothing is asked of the cloud about names that would be another thing’s path', async () => {
  await using cloud = await opened()
  const { containers, objects } = cloud
  await containers.delete('', call)
  await containers.delete('..', call)
  await containers.delete('room/one', call)
  await objects.delete('room', '', call)
  await objects.delete('room', '..', call)
  await expect(containers.get('', call)).rejects.toMatchObject({ code: 'not_found' })
  await expect(containers.create('room/one', call)).rejects.toMatchObject({ code: 'invalid' })
  await expect(cloud.put('.')).rejects.toMatchObject({ code: 'invalid' })
  expect(cloud.asked()).toEqual([])
})

it('a list goes on after the last name or prefix until there is nothing more', async () => {
  await using cloud = await opened()
  for (const name of ['a', 'b/1', 'b/2']) await cloud.put(name)
  cloud.sent.length = 0
  expect(await collect(cloud.objects.list('room', { delimiter: '/' }, call))).toMatchObject([
    { name: 'a' },
    { prefix: 'b/' },
  ])
  expect(cloud.asked()).toEqual([
    'GET /room?delimiter=%2F&format=json&limit=1000 200',
    expect.stringMatching(/^GET \/room\?delimiter=%2F&format=json&limit=1000&marker=b%2F 20[04]$/),
  ])
})

it('details are bytes of UTF-8 on the way, and text at both ends', async () => {
  await using cloud = await opened()
  const metadata = { colour: 'grün', place: '港' }
  await cloud.put('one', 'data', { metadata, contentDisposition: 'inline; filename="ä.txt"' })
  expect(await cloud.objects.get('room', 'one', call)).toMatchObject({
    metadata,
    contentDisposition: 'inline; filename="ä.txt"',
  })
})
