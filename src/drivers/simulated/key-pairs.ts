import { createHash } from 'node:crypto'
import type { KeyPairDriver } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'
import { asId } from '../../model/id.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'

/** MD5 of the key's blob as colon-separated hex, as OpenSSH's `-E md5` and Nova show it. Fails with `invalid` for what is no public key. */
const fingerprint = (publicKey: string): string => {
  const [type = '', encoded = ''] = publicKey.trim().split(/\s+/)
  const blob = Buffer.from(encoded, 'base64')
  const named = blob.length > 4 ? blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1') : undefined
  if (named !== type || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded))
    throw new CloudError('invalid', 'the public key is not one line as OpenSSH writes it: a type, then base64')
  return createHash('md5')
    .update(blob)
    .digest('hex')
    .replace(/..(?=.)/g, '$&:')
}

/** Key pairs. Names are unique. */
export const keyPairs = (cloud: SimulatedCloud): KeyPairDriver => {
  const table = cloud.tables.keyPairs
  return {
    create: ({ name, publicKey }, call) =>
      cloud.create(table, call, (id) => {
        if (name === '') throw new CloudError('invalid', 'a key pair needs a name')
        const print = fingerprint(publicKey)
        if (table.has('name', name)) throw new CloudError('already_exists', `there is a key pair named ${name} already`)
        cloud.usage.admit({ keyPairs: 1 })
        table.put({ id: asId(id), name, publicKey, fingerprint: print })
      }),
    list: (call) => cloud.answerAll(call, () => table.readAll()),
    get: (id, call) => cloud.answer(call, () => table.read(id)),
    delete: (id, call) => cloud.answer(call, () => table.remove(id)),
  }
}
