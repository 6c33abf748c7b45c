import { createHash } from 'node:crypto'

/**
 * A name for a container below that every cloud takes (S3's buckets, Azure's containers and others: 3 to 63 of `[a-z0-9-]`, no two dashes together) and
 * that nobody else is likely to have where names are shared by all of a cloud's users. The same parts give the same name; `salt` makes another one.
 */
export const nativeName = (account: string, container: string, salt = ''): string => {
  const readable = container
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 24)
    .replace(/^-|-$/g, '')
  const digest = createHash('sha256').update(`${account}/${container}/${salt}`).digest('hex').slice(0, 24)
  return `${readable === '' ? 'container' : readable}-${digest}`
}
