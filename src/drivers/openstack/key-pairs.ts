import type { KeyPairDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { KeyPair } from '../../model/key-pair.ts'
import { keyPairs, listKeyPairs } from '../../openstack/compute/key-pairs.ts'
import type { KeyPairAnswer } from '../../wire/openstack/compute/key-pair-answer.ts'
import { unless } from './classify.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'
import { isMarkedKey, markedKey, plainKey } from './token-mark.ts'

/** Key pairs are Nova's, and a name is all the identity that they have. */
export const keyPairGroup = ({ compute, creates }: OpenStackCloud): KeyPairDriver => ({
  async create({ name, publicKey }, call) {
    const body = { name, public_key: markedKey(call.token, publicKey) }
    const make = () =>
      unless<KeyPairAnswer>(
        ['already_exists', 'conflict'],
        () => keyPairs.create(compute, body, call),
        async () => {
          const there = await keyPairs.get(compute, name, call)
          return isMarkedKey(call.token, there.public_key) ? there : undefined
        },
      )
    return keyPairOf(await creates.joined('key-pair', call, make))
  },
  async *list(call) {
    for await (const found of listKeyPairs(compute, call)) yield keyPairOf(found)
  },
  get: async (id, call) => keyPairOf(await keyPairs.get(compute, id, call)),
  delete: (id, call) => keyPairs.delete(compute, id, call),
})

const keyPairOf = ({ name, fingerprint, public_key }: KeyPairAnswer): KeyPair => ({
  id: asId(name),
  name,
  ...(public_key ? { publicKey: plainKey(public_key) } : {}),
  fingerprint,
})
