import assert from 'node:assert/strict'
import { asId } from '../../model/id.ts'
import { expectFailure } from './expect.ts'
import { lifeRules } from './life-rules.ts'
import { creating, newKeyPair, newName, newPublicKey } from './make.ts'
import { type Rules, rule } from './rule.ts'

/** Without the comment, which clouds keep or not. */
const keyOf = (publicKey: string | undefined) => publicKey?.split(' ').slice(0, 2).join(' ')

export const keyPairRules = {
  ...lifeRules('key pairs', {
    kind: 'key-pair',
    needs: [],
    prepare: async (subject) => {
      const spec = { name: newName(subject), publicKey: newPublicKey() }
      return (groups, call) => groups.keyPairs.create(spec, call)
    },
  }),
  'key pairs: a create gives the name and the key that were asked for': rule([], async (subject) => {
    const { cloud, call, made } = subject
    const spec = { name: newName(subject), publicKey: newPublicKey() }
    const { id } = made.add('key-pair', await cloud.keyPairs.create(spec, creating(subject)))
    const keyPair = await cloud.keyPairs.get(id, call)
    assert.equal(keyPair.name, spec.name)
    if (keyPair.publicKey !== undefined) assert.equal(keyOf(keyPair.publicKey), spec.publicKey)
    assert.notEqual(keyPair.fingerprint, '')
  }),
  'key pairs: two keys have two fingerprints': rule([], async (subject) => {
    const [one, other] = [await newKeyPair(subject), await newKeyPair(subject)]
    assert.notEqual(one.fingerprint, other.fingerprint)
  }),
  'key pairs: a taken name stays with its first key': rule([], async (subject) => {
    const { cloud, call } = subject
    const { id, name, fingerprint } = await newKeyPair(subject)
    const taken = cloud.keyPairs.create({ name, publicKey: newPublicKey() }, creating(subject))
    await expectFailure(subject, 'already_exists', taken)
    assert.equal((await cloud.keyPairs.get(id, call)).fingerprint, fingerprint)
  }),
  'key pairs: what is no public key is refused': rule([], async (subject) => {
    const spec = { name: newName(subject), publicKey: 'no key at all' }
    await expectFailure(subject, 'invalid', subject.cloud.keyPairs.create(spec, creating(subject)))
  }),
  'key pairs: what does not exist is not found': rule([], async (subject) => {
    await expectFailure(subject, 'not_found', subject.cloud.keyPairs.get(asId('no-such-key-pair'), subject.call))
  }),
} satisfies Rules
