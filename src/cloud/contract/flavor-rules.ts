import assert from 'node:assert/strict'
import { collect } from '../../lib/async-iterable.ts'
import { asId } from '../../model/id.ts'
import { expectFailure } from './expect.ts'
import { type Rules, rule } from './rule.ts'

export const flavorRules = {
  'flavors: a list shows the flavor that servers are made of': rule([], async ({ cloud, call, samples }) => {
    const ids = (await collect(cloud.flavors.list(call))).map(({ id }) => id)
    assert.ok(ids.includes(samples.flavorId), `${samples.flavorId} is not listed`)
  }),
  'flavors: getting and listing tell the same': rule([], async ({ cloud, call, samples }) => {
    const listed = (await collect(cloud.flavors.list(call))).find(({ id }) => id === samples.flavorId)
    assert.deepEqual(listed, await cloud.flavors.get(samples.flavorId, call))
  }),
  'flavors: every size is a number that a machine can have': rule([], async ({ cloud, call }) => {
    for await (const { id, vcpus, memoryMiB, diskGiB } of cloud.flavors.list(call)) {
      assert.ok(vcpus >= 1, `${id} has ${vcpus} processors`)
      assert.ok(memoryMiB > 0, `${id} has ${memoryMiB} MiB of memory`)
      assert.ok(diskGiB >= 0, `${id} has ${diskGiB} GiB of disk`)
    }
  }),
  'flavors: what does not exist is not found': rule([], async (subject) => {
    await expectFailure(subject, 'not_found', subject.cloud.flavors.get(asId('no-such-flavor'), subject.call))
  }),
} satisfies Rules
