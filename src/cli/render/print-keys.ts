import type { Context } from '../context.ts'
import type { UserKey } from '../signing-keys.ts'
import { printList } from './print-list.ts'

/** Prints keys, a row each; never a private part. */
export const printKeys = (context: Context, keys: readonly UserKey[]): Promise<void> =>
  printList(context, {
    items: keys,
    name: ({ name }) => name,
    columns: [
      { title: 'name', value: ({ name }) => name },
      { title: 'kind', value: ({ kind }) => kind },
      { title: 'id', value: ({ publicKey }) => publicKey.id },
      { title: 'file', value: ({ file }) => file, wide: true },
    ],
    document: keys.map(keyDocument),
    whenEmpty: 'There are no keys. portolan key create makes one, and reports are signed with it.',
  })

/** A key for machines: its public part alone. */
export const keyDocument = ({ name, kind, file, publicKey: { id, pem } }: UserKey) => ({
  name,
  kind,
  id,
  publicKey: pem,
  file,
})
