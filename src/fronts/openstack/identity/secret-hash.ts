import { hash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt)

/** RFC 7914's interactive parameters. */
const cost = { N: 16_384, r: 8, p: 1 }

/** A salted scrypt hash (RFC 7914) of a secret, as text that carries its own salt. */
export const hashSecret = async (secret: string): Promise<string> => {
  const salt = randomBytes(16)
  const derived = await derive(secret, salt, 32, cost)
  return `scrypt$${salt.toString('base64url')}$${derived.toString('base64url')}`
}

const matches = async (secret: string, stored: string): Promise<boolean> => {
  const [scheme, salt, derived] = stored.split('$')
  if (scheme !== 'scrypt' || salt === undefined || derived === undefined) return false
  const expected = Buffer.from(derived, 'base64url')
  return timingSafeEqual(expected, await derive(secret, Buffer.from(salt, 'base64url'), expected.length, cost))
}

/**
 * Hashes and verifies secrets. scrypt is slow on purpose; so that a client which authenticates again and again does not pay each time, a secret that is
 * known to be right is remembered under a key that lives in this process's memory alone.
 */
export class SecretVerifier {
  readonly #key = randomBytes(32).toString('base64url')
  readonly #right = new Map<string, Buffer>()

  /** The secret's salted scrypt hash (RFC 7914), as text that carries its own salt. */
  async hash(secret: string): Promise<string> {
    const stored = await hashSecret(secret)
    this.#right.set(stored, this.#quick(secret))
    return stored
  }

  async verify(secret: string, stored: string): Promise<boolean> {
    const quick = this.#quick(secret)
    const known = this.#right.get(stored)
    if (known) return timingSafeEqual(known, quick)
    if (!(await matches(secret, stored))) return false
    this.#right.set(stored, quick)
    return true
  }

  #quick(secret: string): Buffer {
    return hash('sha256', `${this.#key}${secret}`, 'buffer')
  }
}
