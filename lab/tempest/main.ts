import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import type { ObservedExchange } from '../../src/embedded/observed-exchange.ts'
import { descriptionsFolder } from '../openapi/description.ts'
import { judgeExchanges } from '../openapi/judgement.ts'
import { judgementText } from '../openapi/judgement-text.ts'
import { runTempest } from './run-tempest.ts'
import { tempestReport } from './tempest-report.ts'

/**
 * `npm run test:tempest`: the tests of OpenStack Powered Platform 2022.11 on the embedded cloud. `--only` takes a regular expression, `--workers` a number;
 * `--record` keeps a whole run in docs/fidelity/tempest.json; `--judge` holds the cloud's answers against OpenStack's API descriptions as well. Ends with 1
 * unless every test passed and no answer deviates.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    workers: { type: 'string', default: '2' },
    record: { type: 'boolean', default: false },
    judge: { type: 'boolean', default: false },
  },
})
const workers = Number(values.workers)
if (!Number.isInteger(workers) || workers < 1)
  throw new RangeError(`--workers takes a whole number, not ${values.workers}`)
if (values.record && values.only !== undefined) throw new RangeError('--record keeps a whole run: leave --only out')
const descriptions = values.judge ? descriptionsFolder() : undefined
if (values.judge && descriptions === undefined)
  throw new Error('the answers cannot be judged: the descriptions are not beside the project')

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error(signal)))

const exchanges: ObservedExchange[] = []
const run = await runTempest({
  ...(descriptions === undefined ? {} : { embedded: { observe: (exchange) => exchanges.push(exchange) } }),
  ...(values.only === undefined ? {} : { only: new RegExp(values.only) }),
  workers,
  say: (line) => process.stdout.write(`${line}\n`),
  signal: stop.signal,
})
const report = tempestReport(run, new Date())
const root = join(import.meta.dirname, '..', '..')
const files = [join(root, '.lab', 'tempest', 'results.json')]
if (values.record) files.push(join(root, 'docs', 'fidelity', 'tempest.json'))
for (const file of files) {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(report, undefined, 1)}\n`)
}
for (const error of run.unexpected) console.error('the cloud failed inside:', error)
const { passed, failed, skipped, absent, ids } = report.counts
console.log(
  `${ids} of the guideline's ids, ${run.selected.length} tests: ${passed} passed, ${failed} failed, ${skipped} skipped, ${absent} without a result, in ${Math.round(run.seconds)} s`,
)
const judgement = descriptions === undefined ? undefined : judgeExchanges(exchanges, descriptions)
if (judgement) console.log(judgementText(judgement))
const fits = judgement === undefined || judgement.deviations.length === 0
const isGood = passed === run.selected.length && failed === 0 && run.unexpected.length === 0 && fits
if (isGood) await rm(run.folder, { recursive: true })
else console.log(`Tempest's log and the answers that it got are in ${relative(process.cwd(), run.folder)}`)
process.exitCode = isGood ? 0 : 1
