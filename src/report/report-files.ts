import type { ChallengeReport } from '../challenge/challenge-report.ts'
import { reportPage } from './html/report-page.ts'

/** The file that programs read. */
const reportFileName = 'report.json'

/** A report's files, by name: the same document for programs and for people. */
export const reportFiles = (report: ChallengeReport): Readonly<Record<string, string>> => ({
  [reportFileName]: `${JSON.stringify(report, undefined, 2)}\n`,
  'report.html': reportPage(report),
})
