import { CloudError } from '../../../model/cloud-error.ts'
import { keyPairCreate, keyPairFields } from '../../../wire/openstack/compute/key-pair.ts'
import type { Front } from '../kernel/front.ts'
import { pageOf } from '../kernel/page.ts'
import type { Compute } from './compute.ts'
import type { ComputeCall } from './compute-call.ts'
import type { ComputeRoutes } from './compute-routes.ts'
import type { KeyPairRecord } from './key-pairs.ts'
import { fingerprintOf, generateSshKey } from './ssh-key.ts'
import { generateX509Key, x509FingerprintOf } from './x509-key.ts'

/** `/os-keypairs`: each user's own. */
export const mountKeyPairRoutes = (routes: ComputeRoutes, { front, keyPairs, quotas }: Compute): void => {
  routes.post('/os-keypairs', { policy: 'os_compute_api:os-keypairs:create' }, async (call) => {
    const { keypair } = await call.read(keyPairCreate)
    call.refuseUnknown(keypair, keyPairFields)
    if (!call.at('2.92') && /[@.]/.test(keypair.name))
      throw new CloudError('invalid', `Invalid input for field/attribute name. Value: ${keypair.name}.`)
    if (call.at('2.92') && keypair.public_key === undefined)
      throw new CloudError('invalid', "Invalid input for field/attribute keypair. 'public_key' is a required property")
    const userId = userOf(call, keypair.user_id)
    quotas.checkKeyPairs(call.projectId, userId)
    const taken = keyPairs.find(userId, keypair.name)
    if (taken)
      throw new CloudError('already_exists', `Key pair '${keypair.name}' already exists.`, { reason: 'KeyPairExists' })
    const { type = 'ssh' } = keypair
    const kind = kinds[type]
    const generated = keypair.public_key === undefined ? await kind.generate(userId, front) : undefined
    const publicKey = generated?.publicKey ?? keypair.public_key?.trim() ?? ''
    const fingerprint = kind.fingerprintOf(publicKey)
    if (fingerprint === undefined)
      throw new CloudError('invalid', `Keypair data is invalid: failed to generate ${kind.name}fingerprint`)
    const record = keyPairs.add({ userId, name: keypair.name, type, publicKey, fingerprint })
    const view = {
      ...briefView(call, record),
      user_id: userId,
      ...(generated ? { private_key: generated.privateKey } : {}),
    }
    return call.json({ keypair: view }, call.at('2.2') ? 201 : 200)
  })

  routes.get('/os-keypairs', { policy: 'os_compute_api:os-keypairs:index' }, (call) => {
    const all = keyPairs.list(userOf(call, call.query('user_id')))
    if (!call.at('2.35')) return call.json({ keypairs: all.map((record) => ({ keypair: briefView(call, record) })) })
    // Pages of key pairs go by name: a name is their id to users.
    const named = all.map((record) => ({ id: record.name, record }))
    const atMost = front.profile.pageLimit
    const { items, limit } = pageOf(named, { marker: call.query('marker'), limit: call.query('limit'), atMost })
    const last = items.at(-1)
    const links = last && items.length === limit ? { keypairs_links: call.nextLink('os-keypairs', last.id) } : {}
    return call.json({ keypairs: items.map(({ record }) => ({ keypair: briefView(call, record) })), ...links })
  })

  routes.get('/os-keypairs/:name', { policy: 'os_compute_api:os-keypairs:show' }, (call) => {
    const record = keyPairs.need(userOf(call, call.query('user_id')), call.param('name'))
    const view = {
      ...briefView(call, record),
      user_id: record.userId,
      id: record.number,
      created_at: `${record.createdAt.slice(0, 19)}.000000`,
      updated_at: null,
      deleted: false,
      deleted_at: null,
    }
    return call.json({ keypair: view })
  })

  routes.delete('/os-keypairs/:name', { policy: 'os_compute_api:os-keypairs:delete' }, (call) => {
    keyPairs.remove(keyPairs.need(userOf(call, call.query('user_id')), call.param('name')))
    return call.empty(call.at('2.2') ? 204 : 202)
  })
}

/** How each type's keys are made and told apart (openstack/nova `nova/compute/api.py`, `KeypairAPI`). */
const kinds: {
  readonly [Type in NonNullable<KeyPairRecord['type']>]: {
    readonly name: string
    generate(userId: string, front: Front): Promise<{ readonly privateKey: string; readonly publicKey: string }>
    fingerprintOf(publicKey: string): string | undefined
  }
} = {
  ssh: { name: '', generate: generateSshKey, fingerprintOf },
  x509: {
    name: 'X509 ',
    generate: (userId, { clock, random }) => generateX509Key(userId, clock.now(), random.bytes(8)),
    fingerprintOf: x509FingerprintOf,
  },
}

/** The caller, or the user that an administrator names from 2.10 on. */
const userOf = (call: ComputeCall, asked: string | undefined): string => {
  const { userId, isAdmin } = call.caller
  if (asked === undefined || asked === userId || !call.at('2.10')) return userId
  if (isAdmin) return asked
  throw new CloudError('forbidden', "Policy doesn't allow os_compute_api:os-keypairs to be performed.", {
    reason: 'PolicyNotAuthorized',
  })
}

const briefView = (call: ComputeCall, { name, type = 'ssh', publicKey, fingerprint }: KeyPairRecord): object => ({
  name,
  public_key: publicKey,
  fingerprint,
  ...(call.at('2.2') ? { type } : {}),
})
