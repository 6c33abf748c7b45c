import assert from 'node:assert/strict'
import { collect } from '../../lib/async-iterable.ts'
import { compareUtf8 } from '../../lib/utf8-order.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { eventually, expectFailure } from './expect.ts'
import { newName } from './make.ts'
import { newContainer, type ObjectSubject } from './object-subject.ts'
import { type Rules, rule } from './rule.ts'

const listedNames = async ({ cloud, call }: ObjectSubject): Promise<readonly string[]> =>
  (await collect(cloud.containers.list(call))).map(({ name }) => name)

export const containerRules = {
  'containers: one is there from its creation to its deletion': rule(['containers', 'objects'], async (subject) => {
    const { cloud, call } = subject
    const { name } = await newContainer(subject)
    assert.equal((await cloud.containers.get(name, call)).name, name)
    await eventually(subject, async () => assert.ok((await listedNames(subject)).includes(name), 'the list lacks it'))
    await cloud.containers.delete(name, call)
    await expectFailure(subject, 'not_found', cloud.containers.get(name, call))
    await eventually(subject, async () =>
      assert.ok(!(await listedNames(subject)).includes(name), 'the list still has it'),
    )
  }),
  'containers: making one twice is making it once': rule(['containers', 'objects'], async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('here', 'to stay')
    assert.equal((await cloud.containers.create(container.name, call)).name, container.name)
    assert.equal(await container.text('here'), 'to stay')
  }),
  'containers: deleting twice is deleting once': rule(['containers', 'objects'], async (subject) => {
    const { cloud, call } = subject
    const { name } = await newContainer(subject)
    await cloud.containers.delete(name, call)
    await cloud.containers.delete(name, call)
  }),
  'containers: one with an object in it stays': rule(['containers', 'objects'], async (subject) => {
    const { cloud, call } = subject
    const container = await newContainer(subject)
    await container.put('here', 'to stay')
    await expectFailure(subject, 'conflict', cloud.containers.delete(container.name, call))
    assert.equal(await container.text('here'), 'to stay')
    await cloud.objects.delete(container.name, 'here', call)
    await eventually(subject, async () => {
      const emptied = cloud.containers.delete(container.name, call)
      await assert.doesNotReject(emptied, 'an empty one cannot be deleted')
    })
  }),
  'containers: what does not exist is not found': rule(['containers'], async (subject) => {
    const { cloud, call } = subject
    await expectFailure(subject, 'not_found', cloud.containers.get(newName(subject), call))
  }),
  'containers: a list is in the order of names, which keep every letter': rule(
    ['containers', 'objects'],
    async (subject) => {
      const { cloud, call, made } = subject
      const stem = newName(subject)
      const names: string[] = []
      for (const ending of ['a', 'B', ' c d', '%41', '?#', 'ä港', '\uffee', '\u{1f600}']) {
        const name = stem + ending
        try {
          await cloud.containers.create(name, call)
        } catch (error) {
          // Clouds narrow names further, and say so.
          if (error instanceof CloudError && error.code === 'invalid') continue
          throw error
        }
        made.undo((undoing) => cloud.containers.delete(name, undoing))
        names.push(name)
      }
      assert.ok(names.includes(`${stem}a`), 'not even letters can be in a name')
      for (const name of names) assert.equal((await cloud.containers.get(name, call)).name, name)
      await eventually(subject, async () => {
        const all = await listedNames(subject)
        assert.deepEqual(
          all.filter((name) => name.startsWith(stem)),
          names.sort(compareUtf8),
        )
      })
    },
  ),
  'containers: one without a name, or with a name that no URL carries, is refused': rule(
    ['containers'],
    async (subject) => {
      const { cloud, call } = subject
      for (const name of ['', '.', '..', 'with/slash', 'x'.repeat(257)])
        await expectFailure(subject, 'invalid', cloud.containers.create(name, call))
    },
  ),
  'containers: objects and bytes are counted, where the cloud counts them': rule(
    ['containers', 'objects'],
    async (subject) => {
      const { cloud, call } = subject
      const container = await newContainer(subject)
      await container.put('one', '12345')
      await container.put('two', '1234567')
      await container.put('two', '123')
      await eventually(subject, async () => {
        const { objectCount = 2, sizeBytes = 8 } = await cloud.containers.get(container.name, call)
        assert.deepEqual({ objectCount, sizeBytes }, { objectCount: 2, sizeBytes: 8 })
      })
    },
  ),
  'containers: a create whose call was aborted makes nothing': rule(['containers'], async (subject) => {
    const { cloud, driver, call } = subject
    const name = newName(subject)
    // Through the driver: `Cloud` itself stops a call that is aborted already.
    await expectFailure(subject, 'canceled', driver.containers.create(name, { signal: AbortSignal.abort() }))
    await expectFailure(subject, 'not_found', cloud.containers.get(name, call))
  }),
  'containers: a read whose call was aborted is canceled': rule(['containers'], async (subject) => {
    const { driver } = subject
    const call = { signal: AbortSignal.abort() }
    await expectFailure(subject, 'canceled', collect(driver.containers.list(call)))
    await expectFailure(subject, 'canceled', driver.containers.get('any', call))
  }),
  'containers: a list asks for nothing once its reader stops': rule(
    ['containers', 'objects', 'requests', 'pageSize'],
    async (subject) => {
      const { cloud, call, requests, pageSize } = subject
      for (let made = 0; made <= pageSize; made += 1) await newContainer(subject)
      await eventually(subject, async () => assert.ok((await listedNames(subject)).length > pageSize, 'too few'))
      const start = requests()
      await listedNames(subject)
      const whole = requests() - start
      for await (const { name } of cloud.containers.list(call)) {
        assert.ok(name)
        break
      }
      const part = requests() - start - whole
      assert.ok(part < whole, `reading one took ${part} requests, reading all ${whole}`)
    },
  ),
} satisfies Rules
