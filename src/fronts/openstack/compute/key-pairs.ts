import { createHash } from 'node:crypto'
import { CloudError } from '../../../model/cloud-error.ts'
import type { KeyPairId } from '../../../model/id.ts'
import type { Front } from '../kernel/front.ts'
import type { Collection, Document, Store } from '../store/store.ts'

/** A user's public key. The id is `user/name`. */
export interface KeyPairRecord extends Document {
  readonly userId: string
  readonly name: string
  /** `ssh` when absent. */
  readonly type?: 'ssh' | 'x509'
  /** A line of OpenSSH's, or a certificate in PEM. */
  readonly publicKey: string
  readonly fingerprint: string
  readonly number: number
  readonly createdAt: string
}

export const keyPairCollection = (store: Store): Collection<KeyPairRecord> =>
  store.collection<KeyPairRecord>('compute:key-pairs', { user: ({ userId }) => userId })

/** Users' key pairs. The cloud below gets a key when a server needs it first, under a name that no other user's key of the same name takes. */
export class KeyPairs {
  readonly #front: Front
  readonly #records: Collection<KeyPairRecord>

  constructor(front: Front) {
    this.#front = front
    this.#records = keyPairCollection(front.store)
  }

  find(userId: string, name: string): KeyPairRecord | undefined {
    return this.#records.get(`${userId}/${name}`)
  }

  /** The key, or Nova's 404. */
  need(userId: string, name: string): KeyPairRecord {
    const record = this.find(userId, name)
    if (record) return record
    throw new CloudError('not_found', `Keypair ${name} not found for user ${userId}`, { reason: 'KeypairNotFound' })
  }

  /** By name, as Nova pages them. */
  list(userId: string): readonly KeyPairRecord[] {
    return [...this.#records.by('user', userId)].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Throws Nova's 409 when the user has a key of that name. */
  add(key: Pick<KeyPairRecord, 'userId' | 'name' | 'type' | 'publicKey' | 'fingerprint'>): KeyPairRecord {
    if (this.find(key.userId, key.name))
      throw new CloudError('already_exists', `Key pair '${key.name}' already exists.`, { reason: 'KeyPairExists' })
    const number = 1 + Math.max(0, ...[...this.#records].map((record) => record.number))
    const record = { ...key, id: `${key.userId}/${key.name}`, number, createdAt: this.#front.timestamp() }
    this.#records.put(record)
    return record
  }

  /** Forgets the key here, and below when nobody else has the same. Servers keep what they were given. */
  remove(record: KeyPairRecord): void {
    this.#records.delete(record.id)
    const isShared = [...this.#records].some(
      ({ name, publicKey }) => name === record.name && publicKey === record.publicKey,
    )
    const id = idBelow(record.name, record.publicKey)
    if (isShared || !this.#front.mirror.get('key-pair', id)) return
    this.#front.tasks.run('delete a key pair below', () => this.#front.mirror.delete('key-pair', id))
  }

  /** The driver's id of the key, which it is given now unless it has it. */
  async below(name: string, publicKey: string, projectId: string): Promise<KeyPairId> {
    const { mirror } = this.#front
    const id = idBelow(name, publicKey)
    if (!mirror.get('key-pair', id))
      mirror.reserve('key-pair', { name: nameBelow(name, publicKey), publicKey }, { id, projectId })
    await mirror.realize('key-pair', id)
    return mirror.nativeId('key-pair', id)
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The same for the same key each time, so that what an earlier process imported is found again. */
const idBelow = (name: string, publicKey: string): string => `key-${digestOf(`${name}\n${publicKey}`).slice(0, 40)}`

const nameBelow = (name: string, publicKey: string): string => `${name}-${digestOf(publicKey).slice(0, 8)}`

/** The name that users know a key by which was imported under a longer one. */
export const nameAbove = (name: string): string => name.replace(/-[0-9a-f]{8}$/, '')
