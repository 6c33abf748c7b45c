import assert from 'node:assert/strict'
import { collect } from '../../lib/async-iterable.ts'
import { compareUtf8 } from '../../lib/utf8-order.ts'
import type { ObjectQuery } from '../../model/object-storage.ts'
import { eventually, expectFailure } from './expect.ts'
import { newContainer, type ObjectSubject } from './object-subject.ts'
import { type Rules, rule } from './rule.ts'

/** A container with empty objects of these names. */
const containerWith = async (subject: ObjectSubject, names: readonly string[]) => {
  const container = await newContainer(subject)
  for (const name of names) await container.put(name, '')
  return {
    name: container.name,
    shows: (query: ObjectQuery, expected: readonly string[]) =>
      eventually(subject, async () => assert.deepEqual(await container.names(query), expected, JSON.stringify(query))),
  }
}

const needs = ['containers', 'objects'] as const

/** Which objects a list shows, and in which order. */
export const objectListRules = {
  'objects: a list has every name once, in the order of bytes, however many pages it takes': rule(
    needs,
    async (subject) => {
      const names = ['B', 'a', 'a b', 'a/', 'a/1', 'a/ä', 'a-', 'b', 'é', '港', '\uffee', '\u{1f600}', '%2F', '"<&>']
      const more = Array.from({ length: 2 * Math.min(subject.pageSize ?? 1, 50) }, (_, index) => `n-${index}`)
      const { shows } = await containerWith(subject, [...names, ...more])
      await shows({}, [...names, ...more].sort(compareUtf8))
    },
  ),
  'objects: a list shows what is there and no more what is gone': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const { name, shows } = await containerWith(subject, ['goes', 'stays'])
    await shows({}, ['goes', 'stays'])
    await cloud.objects.delete(name, 'goes', call)
    await shows({}, ['stays'])
  }),
  'objects: a list shows what begins with a prefix and comes after a name': rule(needs, async (subject) => {
    const { shows } = await containerWith(subject, ['a', 'b/1', 'b/2', 'b/3', 'ba', 'ä/1', '%/?'])
    await shows({ prefix: 'b/' }, ['b/1', 'b/2', 'b/3'])
    await shows({ prefix: 'b/', after: 'b/1' }, ['b/2', 'b/3'])
    await shows({ prefix: 'b/', after: 'a' }, ['b/1', 'b/2', 'b/3'])
    await shows({ after: 'b/22' }, ['b/3', 'ba', 'ä/1'])
    await shows({ prefix: 'ä/' }, ['ä/1'])
    await shows({ prefix: '%/?' }, ['%/?'])
    await shows({ prefix: 'c' }, [])
  }),
  'objects: a list with a delimiter shows once what begins alike': rule(needs, async (subject) => {
    const { shows } = await containerWith(subject, ['a', 'b/1', 'b/2', 'b/c/1', 'b/c/2', 'b/', 'c', 'd--1', 'd--2'])
    await shows({ delimiter: '/' }, ['a', 'b/', 'c', 'd--1', 'd--2'])
    await shows({ delimiter: '/', prefix: 'b/' }, ['b/', 'b/1', 'b/2', 'b/c/'])
    await shows({ delimiter: '/', after: 'a' }, ['b/', 'c', 'd--1', 'd--2'])
    await shows({ delimiter: '/', after: 'b/' }, ['c', 'd--1', 'd--2'])
    await shows({ delimiter: '--', after: 'c' }, ['d--'])
  }),
  'objects: getting and listing tell the same': rule(needs, async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('one', 'data', { contentType: 'text/plain', metadata: { colour: 'red' } })
    await eventually(subject, async () => {
      const [listed] = await collect(cloud.objects.list(container.name, {}, call))
      assert.ok(listed && 'name' in listed, 'it is not in the list')
      const got = await cloud.objects.get(container.name, 'one', call)
      for (const key of ['container', 'name', 'sizeBytes', 'md5', 'etag', 'contentType'] as const)
        assert.equal(listed[key], got[key], key)
      const apart = Math.abs(Date.parse(listed.modifiedAt) - Date.parse(got.modifiedAt))
      assert.ok(apart <= 1000, 'their times are more than a second apart')
    })
  }),
  'objects: a list asks for nothing once its reader stops': rule(
    [...needs, 'requests', 'pageSize'],
    async (subject) => {
      const { cloud, call, requests, pageSize } = subject
      const names = Array.from({ length: pageSize + 1 }, (_, index) => `n-${index}`)
      const { name, shows } = await containerWith(subject, names)
      await shows({}, [...names].sort(compareUtf8))
      const start = requests()
      await collect(cloud.objects.list(name, {}, call))
      const whole = requests() - start
      for await (const item of cloud.objects.list(name, {}, call)) {
        assert.ok(item)
        break
      }
      const part = requests() - start - whole
      assert.ok(part < whole, `reading one took ${part} requests, reading all ${whole}`)
    },
  ),
  'objects: a read whose call was aborted is canceled': rule(needs, async (subject) => {
    const { driver } = subject
    const { name } = await newContainer(subject)
    const call = { signal: AbortSignal.abort() }
    await expectFailure(subject, 'canceled', collect(driver.objects.list(name, {}, call)))
    await expectFailure(subject, 'canceled', driver.objects.get(name, 'any', call))
  }),
} satisfies Rules
