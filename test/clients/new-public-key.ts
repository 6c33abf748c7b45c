import { randomBytes } from 'node:crypto'

/** OpenSSH's form of an ed25519 key that nobody has the other half of. */
export const newPublicKey = (): string =>
  `ssh-ed25519 ${Buffer.concat([
    Buffer.from([0, 0, 0, 11]),
    Buffer.from('ssh-ed25519'),
    Buffer.from([0, 0, 0, 32]),
    randomBytes(32),
  ]).toString('base64')} test`
