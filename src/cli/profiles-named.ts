import { resolve } from 'node:path'
import type { EmbeddedProfile } from '../embedded/embedded-profile.ts'
import { embeddedProfile, embeddedProfileNames, embeddedProfiles } from '../embedded/embedded-profiles.ts'
import { readProfile } from '../embedded/read-profile.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { CommandError, usageError } from './command-error.ts'
import type { Context } from './context.ts'

/**
 * The embedded profiles that were asked for: `all` is every cloud of the challenge, `3` the first three of them, beginning again when there are fewer;
 * what looks like a file's name is a profile in a file. Throws wrong usage for a name that no profile has.
 */
export const profilesNamed = async (
  context: Context,
  written: readonly string[],
): Promise<readonly EmbeddedProfile[]> => {
  const [only = ''] = written
  if (written.length === 1 && only === 'all') return embeddedProfiles
  if (written.length === 1 && /^\d+$/.test(only)) {
    const count = Number(only)
    if (count < 1 || count > 100) throw usageError(`--embedded takes 1 to 100 clouds, not ${only}`)
    return Array.from({ length: Math.ceil(count / embeddedProfiles.length) }, () => embeddedProfiles)
      .flat()
      .slice(0, count)
  }
  return Promise.all(written.map((name) => (isFile(name) ? profileInFile(context, name) : profileNamed(name))))
}

const isFile = (name: string): boolean => name.includes('/') || /\.(ya?ml|json)$/i.test(name)

const profileNamed = (name: string): EmbeddedProfile => {
  const profile = embeddedProfile(name)
  if (profile) return profile
  const meant = didYouMean(name, embeddedProfileNames)
  throw usageError(
    `there is no embedded profile ${name}; there are: ${embeddedProfileNames.join(', ')}`,
    meant ? `did you mean ${meant}?` : `a file of your own is written as ./${name}.yaml`,
  )
}

const profileInFile = async ({ world }: Context, file: string): Promise<EmbeddedProfile> => {
  const text = await world.files.read(resolve(world.cwd, file)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw usageError(`there is no file ${file}`, 'a profile in a file is YAML or JSON')
    throw error
  })
  const { profile, diagnostics } = readProfile({ file, text })
  if (profile) return profile
  const count = diagnostics.length
  throw new CommandError(`${file} has ${count} mistake${count === 1 ? '' : 's'}`, {
    diagnostics,
    sources: { [file]: text },
  })
}
