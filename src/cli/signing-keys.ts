import { join, resolve } from 'node:path'
import { didYouMean } from '../lib/did-you-mean.ts'
import {
  newPrivateKeyPem,
  type PublicKey,
  readPublicKey,
  readSigningKey,
  type SigningKey,
} from '../report/signing/signing-key.ts'
import type { KnownKey } from '../report/signing/verify-report.ts'
import { CommandError, usageError } from './command-error.ts'
import { configFolder } from './config-folder.ts'
import type { World } from './world.ts'

/** The key that signs when none is named. */
export const defaultKeyName = 'default'

/** A key of this user's folder. */
export interface UserKey extends KnownKey {
  /** `own` can sign; `trusted` is somebody else's public key. */
  readonly kind: 'own' | 'trusted'
  readonly file: string
}

const endings = { own: '.private.pem', trusted: '.public.pem' } as const

/** Every key in the user's folder, by name. */
export const userKeys = async (world: World): Promise<readonly UserKey[]> => {
  const folder = keysFolder(world)
  const keys: UserKey[] = []
  for (const fileName of (await world.files.list(folder)) ?? [])
    for (const kind of ['own', 'trusted'] as const)
      if (fileName.endsWith(endings[kind])) {
        const file = join(folder, fileName)
        const pem = await world.files.read(file)
        const publicKey = kind === 'own' ? readSigningKey(pem)?.publicKey : readPublicKey(pem)
        if (!publicKey) throw unreadable(file)
        keys.push({ name: fileName.slice(0, -endings[kind].length), kind, file, publicKey })
      }
  return keys
}

/** Makes a key of that name, which only its owner may read. Refuses a name that is taken: a private key is never replaced. */
export const createKey = async (world: World, name: string): Promise<UserKey> => {
  await refuseTaken(world, name)
  const file = fileOf(world, name, 'own')
  await world.files.write(file, newPrivateKeyPem(world.random), { secret: true })
  return named(await userKeys(world), name)
}

/** Keeps a public key under a name, so that what it signed is verified from now on. Refuses a name that is taken. */
export const trustKey = async (world: World, name: string, publicKey: PublicKey): Promise<UserKey> => {
  await refuseTaken(world, name)
  await world.files.write(fileOf(world, name, 'trusted'), publicKey.pem)
  return named(await userKeys(world), name)
}

/** The user's key of that name. Throws wrong usage that names the nearest. */
export const userKeyNamed = async (world: World, name: string): Promise<UserKey> => named(await userKeys(world), name)

/** The user's own key of that name, to sign with; `undefined` when there is no such key. Refuses a key that others may read. */
export const signingKeyNamed = async (world: World, name: string): Promise<SigningKey | undefined> => {
  const key = (await userKeys(world)).find((one) => one.name === name && one.kind === 'own')
  if (!key) return undefined
  const mode = (await world.files.mode(key.file)) ?? 0
  if (world.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new CommandError(`others may read the private key ${key.file}`, { hint: `chmod 600 ${key.file}` })
  const signingKey = readSigningKey(await world.files.read(key.file))
  if (!signingKey) throw unreadable(key.file)
  return signingKey
}

/** The keys that are meant: of the user's folder by name, or of files with a public key. All of the folder's when none is written. */
export const keysMeant = async (world: World, written: readonly string[]): Promise<readonly KnownKey[]> => {
  const keys = await userKeys(world)
  if (written.length === 0) return keys
  return Promise.all(
    written.map(
      async (one) => keys.find(({ name }) => name === one) ?? { name: one, publicKey: await publicKeyFile(world, one) },
    ),
  )
}

/** The public key of a PEM file. */
export const publicKeyFile = async (world: World, file: string): Promise<PublicKey> => {
  const pem = await world.files.read(resolve(world.cwd, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new CommandError(`${file} is neither a key of yours nor a file`, { hint: 'portolan key list' })
  })
  const key = readPublicKey(pem)
  if (!key)
    throw new CommandError(`${file} holds no Ed25519 public key as PEM`, {
      hint: 'portolan key show, where the key is, prints one',
    })
  return key
}

const keysFolder = (world: World): string => join(configFolder(world), 'keys')

const fileOf = (world: World, name: string, kind: UserKey['kind']): string =>
  join(keysFolder(world), `${name}${endings[kind]}`)

const refuseTaken = async (world: World, name: string): Promise<void> => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name))
    throw usageError(`a key's name has up to 64 letters, digits, - and _, and is not ${JSON.stringify(name)}`)
  const taken = (await userKeys(world)).find((key) => key.name === name)
  if (taken)
    throw new CommandError(`there is a key ${name} already, and a key is never replaced: ${taken.file}`, {
      hint: 'choose another name; reports are signed with it by --key NAME',
    })
}

const named = (keys: readonly UserKey[], name: string): UserKey => {
  const found = keys.find((key) => key.name === name)
  if (found) return found
  if (keys.length === 0) throw new CommandError('there are no keys yet', { hint: 'portolan key create' })
  const near = didYouMean(
    name,
    keys.map((key) => key.name),
  )
  throw usageError(`there is no key ${name}${near ? `; did you mean ${near}?` : ''}`, 'portolan key list')
}

const unreadable = (file: string): CommandError =>
  new CommandError(`${file} is not an Ed25519 key as PEM`, { hint: 'move it away; portolan key list shows the others' })
