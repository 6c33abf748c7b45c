import { join, resolve } from 'node:path'
import { type SecretSource, secretSource } from '../workload/secret-source.ts'
import { stateFolder } from './state-folder.ts'
import type { World } from './world.ts'

/**
 * This user's secrets: from variables, from files beside the workload, and made up from a key that is itself made up the first time and kept where only its
 * owner may read it.
 */
export const openSecrets = async (world: World): Promise<SecretSource> => {
  const file = join(stateFolder(world), 'secret.key')
  const kept = await world.files.read(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  const key = kept === undefined ? world.random.bytes(32) : Buffer.from(kept.trim(), 'base64')
  if (kept === undefined) await world.files.write(file, `${Buffer.from(key).toString('base64')}\n`, { secret: true })
  return secretSource({ env: world.env, readFile: (path) => world.files.readNow(resolve(world.cwd, path)), key })
}
