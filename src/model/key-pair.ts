import type { KeyPairId } from './id.ts'

/** A public SSH key that the cloud puts into new servers. The private half is never the cloud's business. */
export interface KeyPair {
  readonly id: KeyPairId
  readonly name: string
  /** OpenSSH's one-line form; absent where the cloud does not give it back. */
  readonly publicKey?: string
  /** As the cloud computes it: clouds differ, so it identifies only within one cloud. */
  readonly fingerprint: string
}

export interface KeyPairSpec {
  readonly name: string
  /** OpenSSH's one-line form. */
  readonly publicKey: string
}
