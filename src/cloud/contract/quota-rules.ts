import assert from 'node:assert/strict'
import { quotaNames } from '../../model/quota.ts'
import { eventually, expectFailure } from './expect.ts'
import { creating, newKeyPair, newName, newSecurityGroup, newServer, newVolume } from './make.ts'
import { type Rules, rule } from './rule.ts'
import type { Subject } from './subject.ts'

/** How many the cloud says that the account has; `undefined` when it does not say. */
const used = async ({ cloud, call }: Subject<'quotas'>, name: (typeof quotaNames)[number]) =>
  (await cloud.quotas.get(call))[name]?.used

export const quotaRules = {
  'quotas: every number is a count': rule(['quotas'], async ({ cloud, call }) => {
    const quotas = await cloud.quotas.get(call)
    for (const name of quotaNames) {
      const { used = 0, limit = 0 } = quotas[name] ?? {}
      assert.ok(Number.isInteger(used) && used >= 0, `${used} ${name} used`)
      assert.ok(Number.isInteger(limit) && limit >= 0, `at most ${limit} ${name}`)
    }
  }),
  'quotas: servers count with their processors and their memory': rule(['quotas'], async (subject) => {
    const { cloud, call, samples } = subject
    const { vcpus, memoryMiB } = await cloud.flavors.get(samples.flavorId, call)
    const before = await cloud.quotas.get(call)
    await newServer(subject)
    await eventually(subject, async () => {
      const now = await cloud.quotas.get(call)
      const more = (name: 'servers' | 'vcpus' | 'memoryMiB') => (now[name]?.used ?? 0) - (before[name]?.used ?? 0)
      if (before.servers) assert.equal(more('servers'), 1)
      if (before.vcpus) assert.equal(more('vcpus'), vcpus)
      if (before.memoryMiB) assert.equal(more('memoryMiB'), memoryMiB)
    })
  }),
  'quotas: volumes count with their size': rule(['quotas', 'volumes'], async (subject) => {
    const { cloud, call } = subject
    const before = await cloud.quotas.get(call)
    await newVolume(subject, { sizeGiB: 2 })
    await eventually(subject, async () => {
      const now = await cloud.quotas.get(call)
      if (before.volumes) assert.equal((now.volumes?.used ?? 0) - before.volumes.used, 1)
      if (before.volumeGiB) assert.equal((now.volumeGiB?.used ?? 0) - before.volumeGiB.used, 2)
    })
  }),
  'quotas: what is deleted counts no more': rule(['quotas', 'volumes'], async (subject) => {
    const { cloud, call } = subject
    const before = await used(subject, 'volumes')
    const { id } = await newVolume(subject)
    await cloud.volumes.delete(id, call)
    await cloud.gone('volume', id, call)
    await eventually(subject, async () => assert.equal(await used(subject, 'volumes'), before))
  }),
  'quotas: key pairs count, where the cloud counts them': rule(['quotas'], async (subject) => {
    const before = await used(subject, 'keyPairs')
    await newKeyPair(subject)
    if (before === undefined) return
    await eventually(subject, async () => assert.equal(await used(subject, 'keyPairs'), before + 1))
  }),
  'quotas: beyond a limit nothing is made': rule(['quotas', 'samples.scarceSecurityGroups'], async (subject) => {
    const { cloud, call, made } = subject
    const { limit = 0, used: before = 0 } = (await cloud.quotas.get(call)).securityGroups ?? {}
    for (let count = before; count < limit; count += 1) await newSecurityGroup(subject)
    const spec = { name: newName(subject), description: '' }
    const oneMore = cloud.securityGroups.create(spec, creating(subject))
    // What should not have been made goes with the rest.
    oneMore.then(
      (group) => made.add('security-group', group),
      () => {},
    )
    await expectFailure(subject, 'quota_exceeded', oneMore)
  }),
} satisfies Rules
