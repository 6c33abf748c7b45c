import { descriptionsFolder } from './description.ts'
import { judgeExchanges } from './judgement.ts'
import { judgementText } from './judgement-text.ts'
import { readRecord } from './read-record.ts'

/** `npx tsx lab/openapi/judge-record.ts FILE…`: judges records of `portolan cloud serve --record`, and fails when an answer deviates. */
const judgeRecords = async (files: readonly string[]): Promise<number> => {
  const folder = descriptionsFolder()
  if (folder === undefined || files.length === 0) {
    process.stderr.write(
      folder === undefined ? 'not judged: the descriptions are not beside the project\n' : 'which record?\n',
    )
    return 2
  }
  const records = await Promise.all(files.map(readRecord))
  const judgement = judgeExchanges(records.flat(), folder)
  process.stdout.write(judgementText(judgement))
  return judgement.deviations.length === 0 ? 0 : 1
}

process.exitCode = await judgeRecords(process.argv.slice(2))
