import type { AddressRange } from '../../model/address-range.ts'
import { formatAddress, isHostAddress, parseAddress } from '../../model/address-range.ts'
import { CloudError } from '../../model/cloud-error.ts'

/** Inclusive. */
export interface Span {
  readonly first: bigint
  readonly last: bigint
}

/** Hands out the addresses of one subnet, each to one holder at a time. An address that comes back is not the next one to be handed out. */
export class AddressPool {
  readonly range: AddressRange
  #spans: readonly Span[] = []
  #size = 0n
  #most = Number.POSITIVE_INFINITY
  readonly #taken = new Set<bigint>()
  #next = 0n

  constructor(range: AddressRange, spans: readonly Span[]) {
    this.range = range
    this.handOutFrom(spans)
  }

  /** Replaces the ranges; what is taken stays taken. */
  handOutFrom(spans: readonly Span[]): void {
    this.#spans = spans
    this.#size = spans.reduce((size, span) => size + span.last - span.first + 1n, 0n)
    this.#next = 0n
  }

  /** Bounds how many addresses are out at the same time. */
  handOutAtMost(count: number): void {
    this.#most = count
  }

  get taken(): number {
    return this.#taken.size
  }

  /** Any free address of the pools; `undefined` when all are taken. */
  takeAny(): string | undefined {
    if (this.#taken.size >= this.#most) return undefined
    for (let tries = 0n; tries < this.#size && tries <= BigInt(this.#taken.size); tries += 1n) {
      const value = this.#at(this.#next)
      this.#next = (this.#next + 1n) % this.#size
      if (this.#taken.has(value)) continue
      this.#taken.add(value)
      return formatAddress(value, this.range.version)
    }
    return undefined
  }

  /** That address, in the pools or not. Fails with `invalid` when the subnet has no such host, with `conflict` when it is taken. */
  take(address: string): string {
    const { version, value } = parseAddress(address)
    if (version !== this.range.version || !isHostAddress(this.range, value))
      throw new CloudError('invalid', `${address} is no host address of ${this.range.cidr}`)
    if (this.#taken.has(value)) throw new CloudError('conflict', `the address ${address} is in use`)
    this.#taken.add(value)
    return formatAddress(value, version)
  }

  giveBack(address: string): void {
    this.#taken.delete(parseAddress(address).value)
  }

  #at(index: bigint): bigint {
    let left = index
    for (const { first, last } of this.#spans) {
      if (first + left <= last) return first + left
      left -= last - first + 1n
    }
    throw new CloudError('internal', 'an address index beyond its pool')
  }
}
