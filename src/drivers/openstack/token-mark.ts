import { createHash } from 'node:crypto'

/**
 * How a create's token is kept in the cloud, in the very request that makes the resource, so that no moment lies between the two: in Nova's, Cinder's and
 * Glance's metadata under a key of its own, in Neutron's descriptions as a mark at the end, in a key pair as a word of the key's comment.
 */
export const tokenKey = 'portolan.token'

const mark = (token: string): string => `portolan:token=${token}`
const marked = /\s*\(?portolan:token=[A-Za-z0-9_-]{1,64}\)?$/

/** The description that a resource of that token has. */
export const markedDescription = (token: string, description = ''): string =>
  description === '' ? mark(token) : `${description} (${mark(token)})`

/** The description as its user wrote it. */
export const plainDescription = (description: string | null | undefined): string =>
  (description ?? '').replace(marked, '')

/** The public key with the token in its comment. */
export const markedKey = (token: string, publicKey: string): string => `${publicKey.trim()} ${mark(token)}`

/** The public key as its user gave it. */
export const plainKey = (publicKey: string): string => publicKey.trim().replace(marked, '')

/** True when that key came from a create with this token. */
export const isMarkedKey = (token: string, publicKey: string | null | undefined): boolean =>
  publicKey?.trim().endsWith(` ${mark(token)}`) ?? false

/** The metadata without what this driver keeps in it. */
export const plainMetadata = (metadata: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== tokenKey))

/** A token of its own for the n-th part of something that is made with this token. */
export const partToken = (token: string, part: string): string =>
  createHash('sha256').update(`${token}/${part}`).digest('hex').slice(0, 40)
