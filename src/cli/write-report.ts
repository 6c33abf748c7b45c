import { join, resolve } from 'node:path'
import type { ChallengeReport } from '../challenge/challenge-report.ts'
import { reportFiles } from '../report/report-files.ts'
import { CommandError } from './command-error.ts'
import type { Context } from './context.ts'
import type { ReportSigner } from './open-report-signer.ts'

/**
 * Writes a report's files into a folder, each whole or not at all, for its owner's eyes, says where they are, and has them signed. Throws `CommandError` when the folder
 * cannot be written to.
 */
export const writeReport = async (
  context: Context,
  folder: string,
  report: ChallengeReport,
  signer: ReportSigner,
): Promise<void> => {
  const { files, cwd } = context.world
  const place = resolve(cwd, folder)
  const written = reportFiles(report)
  try {
    for (const [name, text] of Object.entries(written)) await files.write(join(place, name), text, { secret: true })
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'for an unknown reason'
    throw new CommandError(`the report cannot be written to ${place} (${why})`, {
      hint: 'name a folder that you may write to: --report <folder>',
    })
  }
  context.say(`The report is in ${place}: ${Object.keys(written).join(', ')}`)
  await signer.sign(place, report, Object.keys(written))
}
