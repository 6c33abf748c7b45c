import { join } from 'node:path'
import type { ChallengeReport } from '../challenge/challenge-report.ts'
import { envelopeFileName, signReport } from '../report/signing/sign-report.ts'
import { usageError } from './command-error.ts'
import type { Context } from './context.ts'
import { defaultKeyName, signingKeyNamed } from './signing-keys.ts'

export interface ReportSigner {
  /** Signs these files of a folder as they stand there, and says so; without a key it says how to get one, and removes what signed older files. */
  sign(folder: string, report: ChallengeReport, fileNames: readonly string[]): Promise<void>
}

/** Signs reports with the key of that name, or with the default one when there is one. Throws wrong usage, before any work, for a named key that is not there. */
export const openReportSigner = async (context: Context, keyName?: string): Promise<ReportSigner> => {
  const { world } = context
  const name = keyName ?? defaultKeyName
  const key = await signingKeyNamed(world, name)
  if (!key && keyName !== undefined)
    throw usageError(`you have no key ${name} to sign with`, `portolan key create ${name}`)
  return {
    sign: async (folder, report, fileNames) => {
      const envelope = join(folder, envelopeFileName)
      if (!key) {
        await world.files.remove(envelope)
        context.say('The report is not signed: you have no key. portolan key create makes one for the next report.')
        return
      }
      const files: Record<string, Uint8Array> = {}
      for (const fileName of fileNames) files[fileName] = await world.files.readBytes(join(folder, fileName))
      await world.files.write(envelope, signReport({ report, files, key, signedAt: world.clock.now() }))
      context.say(`The report is signed with the key ${name}. portolan report verify ${folder} checks it.`)
    },
  }
}
