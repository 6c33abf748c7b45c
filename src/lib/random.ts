import { randomBytes } from 'node:crypto'

/** Where chance comes from: numbers in [0, 1) for jitter and placement, and bytes for identifiers and secrets. */
export interface Random {
  next(): number
  bytes(count: number): Uint8Array
}

/** The operating system's generator: fit for secrets. */
export const systemRandom: Random = {
  next: () => Math.random(),
  bytes: (count) => randomBytes(count),
}

/** A generator that repeats itself from the same seed (mulberry32): for tests and simulations, never for secrets. */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256)) }
}

/** The same generator, asked for many bytes at once: for what needs a few of them often. Every byte is given once. */
export const pooled = (random: Random, poolBytes = 4096): Random => {
  let pool: Uint8Array = new Uint8Array()
  return {
    next: () => random.next(),
    bytes: (count) => {
      if (count > poolBytes) return random.bytes(count)
      if (pool.length < count) pool = random.bytes(poolBytes)
      const given = pool.subarray(0, count)
      pool = pool.subarray(count)
      return given
    },
  }
}

/** A version 4 UUID from that generator, in lower case with dashes (RFC 9562). */
export const newUuid = (random: Random): string => {
  const bytes = random.bytes(16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
