import type { Front } from '../kernel/front.ts'
import type { Collection } from '../store/store.ts'

/** What Swift knows of an account beside what is in it. The id is its name. */
export interface AccountRecord {
  readonly id: string
  /** By lower-case name, without the prefix that the headers have. */
  readonly metadata: Readonly<Record<string, string>>
  readonly quotaBytes?: number
  readonly quotaCount?: number
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number
}

/** The accounts that something was ever written to. All others are there too, with nothing in them (openstack/swift `swift/proxy/controllers/account.py`, `account_autocreate`). */
export class AccountStore {
  readonly #front: Front
  readonly #records: Collection<AccountRecord>

  constructor(front: Front) {
    this.#front = front
    this.#records = front.store.collection('object-storage:accounts')
  }

  find(account: string): AccountRecord | undefined {
    return this.#records.get(account)
  }

  /** The account as it is or would be made now. */
  get(account: string): AccountRecord {
    return this.#records.get(account) ?? { id: account, metadata: {}, createdAt: this.#front.clock.now() }
  }

  put(record: AccountRecord): void {
    this.#records.put(record)
  }

  /** Makes the account unless it is there. */
  touch(account: string): void {
    if (!this.#records.get(account)) this.#records.put(this.get(account))
  }
}
