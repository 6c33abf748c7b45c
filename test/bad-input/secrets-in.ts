import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunningCloud } from '../running-cloud.ts'

/**
 * Which secrets of the user are to be read in these texts or in any file of the state folder, byte for byte: the passwords, and others that are given.
 * The one file that is for a secret is the key from which secrets are made up.
 */
export const secretsIn = async (
  { embedded, portolan }: Pick<RunningCloud, 'embedded' | 'portolan'>,
  texts: readonly string[],
  others: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> => {
  const secrets = {
    ...others,
    password: embedded.entry.auth.password,
    'admin password': embedded.adminEntry.auth.password,
  }
  const files = (await readdir(portolan.stateFolder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile() && entry.name !== 'secret.key')
    .map((entry) => join(entry.parentPath, entry.name))
  const places: (readonly [string, Buffer])[] = texts.map((text, index) => [`text ${index + 1}`, Buffer.from(text)])
  for (const file of files) places.push([file, await readFile(file)])
  return places.flatMap(([place, bytes]) =>
    Object.entries(secrets)
      .filter(([, secret]) => [secret, Buffer.from(secret).toString('base64')].some((form) => bytes.includes(form)))
      .map(([name]) => `${name} in ${place}`),
  )
}
