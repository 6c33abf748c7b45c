import { findFirst } from '../../lib/async-iterable.ts'
import { tokenKey } from './token-mark.ts'

/** Among resources of the same name the one that carries the token in its metadata. */
export const namesakeOf = <Resource extends { readonly metadata?: Readonly<Record<string, string>> | undefined }>(
  token: string,
  namesakes: AsyncIterable<Resource>,
): Promise<Resource | undefined> => findFirst(namesakes, ({ metadata }) => metadata?.[tokenKey] === token)
