import { access, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { guestImage } from '../../lab/guests/guest-image.ts'
import { descriptionsFolder } from '../../lab/openapi/description.ts'
import { judgeExchanges } from '../../lab/openapi/judgement.ts'
import { deviationText } from '../../lab/openapi/judgement-text.ts'
import { readGuidelineTests, readTestLine } from '../../lab/tempest/guideline-tests.ts'
import { runTempest } from '../../lab/tempest/run-tempest.ts'
import { tempestReport } from '../../lab/tempest/tempest-report.ts'
import { installTempest } from '../../lab/tempest/tempest-tool.ts'
import type { ObservedExchange } from '../../src/embedded/observed-exchange.ts'

const published = join(
  import.meta.dirname,
  ...['..', '..', '..', 'shared', 'facts', 'tempest', 'platform.2022.11-test-list.txt'],
)
const isHere = await access(published).then(
  () => true,
  () => false,
)

test.skipIf(!isHere)(
  'the table of tests is the published list of OpenStack Powered Platform 2022.11 (which stands in ../shared)',
  async () => {
    const lines = (await readFile(published, 'utf8')).trimEnd().split('\n')
    const listed = lines.map((line) => readTestLine(line) ?? expect.fail(`no test: ${line}`))
    const texts = (tests: readonly { readonly id: string; readonly name: string }[]) =>
      [...new Set(tests.map(({ id, name }) => `${name} ${id}`))].sort()
    expect(texts(await readGuidelineTests())).toEqual(texts(listed))
  },
)

/** What is not there yet is brought in beforehand: how long that takes is the network's affair, and the guideline's tests have a quarter of an hour. */
beforeAll(async () => {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await installTempest(say)
  await guestImage(say)
}, 1_200_000)

test('every test of OpenStack Powered Platform 2022.11 passes on the embedded cloud, and none is left out', async () => {
  const lines: string[] = []
  const exchanges: ObservedExchange[] = []
  const run = await runTempest({
    say: (line) => lines.push(line),
    signal: AbortSignal.timeout(900_000),
    embedded: { observe: (exchange) => exchanges.push(exchange) },
  }).catch((error: unknown) => {
    throw new Error(`Tempest did not end by itself:\n${lines.slice(-400).join('\n')}`, { cause: error })
  })
  const { counts, tests } = tempestReport(run, new Date())
  expect(
    tests.filter(({ status }) => status !== 'success'),
    lines.slice(-400).join('\n'),
  ).toEqual([])
  expect(run.unexpected).toEqual([])
  expect(counts).toEqual({ ids: 328, passed: run.selected.length, failed: 0, skipped: 0, absent: 0 })
  await rm(run.folder, { recursive: true })
  // Only where the descriptions are beside the project; `test/openapi` says when they are not.
  const folder = descriptionsFolder()
  if (folder !== undefined) expect(judgeExchanges(exchanges, folder).deviations.map(deviationText)).toEqual([])
}, 1_000_000)
