import { hkdfSync } from 'node:crypto'
import type { SecretReference } from './document.ts'

/** Where secrets' values come from. Nothing that it gives is ever stored. */
export interface SecretSource {
  /** The value, or `undefined` when there is none. The same for the same deployment, name and reference as long as its origin is. */
  resolve(deployment: string, name: string, reference: SecretReference): string | undefined
}

export interface SecretOrigins {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Gives a file's text, or `undefined` when it cannot be read. */
  readonly readFile: (path: string) => string | undefined
  /** 32 random bytes that generated secrets are derived from; whoever has them has those secrets. */
  readonly key: Uint8Array
}

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'

/** Secrets from the environment, from files (without their last line break) and derived from a key. */
export const secretSource = ({ env, readFile, key }: SecretOrigins): SecretSource => ({
  resolve: (deployment, name, reference) => {
    if (reference.env !== undefined) return env[reference.env]
    if (reference.file !== undefined) return readFile(reference.file)?.replace(/\r?\n$/, '')
    return derived(key, `${deployment}/${name}`, reference.generate ?? 32)
  },
})

const derived = (key: Uint8Array, info: string, length: number): string => {
  // Bytes past the alphabet's last multiple are skipped, so that every letter is equally likely.
  const fair = 256 - (256 % alphabet.length)
  const bytes = new Uint8Array(
    hkdfSync('sha256', key, new Uint8Array(), `portolan secret ${info}`, Math.min(8160, length * 8)),
  )
  let text = ''
  for (const byte of bytes) if (byte < fair && text.length < length) text += alphabet[byte % alphabet.length]
  return text
}
