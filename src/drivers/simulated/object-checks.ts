import { utf8Length } from '../../lib/utf8-order.ts'
import { CloudError } from '../../model/cloud-error.ts'
import type { ObjectDetails } from '../../model/object-storage.ts'

/** Fails with `invalid` for what cannot be a container's name. */
export const checkContainerName = (name: string): void => {
  if (!isName(name, 256) || name.includes('/'))
    throw new CloudError('invalid', 'the name of a container is 1 to 256 bytes of UTF-8 without a slash, not . or ..')
}

/** Fails with `invalid` for what cannot be an object's name. */
export const checkName = (name: string): void => {
  if (!isName(name, 1024))
    throw new CloudError('invalid', 'the name of an object is 1 to 1,024 bytes of UTF-8, not . or ..')
}

const isName = (name: string, mostBytes: number): boolean => {
  const length = utf8Length(name) ?? 0
  return length > 0 && length <= mostBytes && name !== '.' && name !== '..'
}

/** Fails with `invalid`, naming what it is about, for details that fit no HTTP header. */
export const checkDetails = ({ metadata = {}, ...headers }: ObjectDetails): void => {
  const { contentType, contentEncoding, contentDisposition, cacheControl } = headers
  const texts = { ...metadata, contentType, contentEncoding, contentDisposition, cacheControl }
  for (const [name, text] of Object.entries(texts))
    if (text !== undefined && (/\p{Cc}/u.test(text) || utf8Length(text) === undefined))
      throw new CloudError('invalid', `the value of ${name} has characters in it that are no text`)
  for (const name of Object.keys(metadata))
    if (!/^[a-z0-9-]+$/.test(name))
      throw new CloudError('invalid', `the name of a piece of metadata is letters, digits and dashes, not ${name}`)
}
