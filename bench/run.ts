import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { assessing } from './assess.ts'
import { challenge } from './challenge.ts'
import { coldStart } from './cold-start.ts'
import { embeddedStart } from './embedded.ts'
import { frontVersusReal } from './front-versus-real.ts'
import { isWithin, type Measurement, type NotRun } from './measurement.ts'
import { objectStorage } from './object-storage.ts'
import { planning } from './plan.ts'
import { requests } from './requests.ts'
import { singleUp } from './single-up.ts'

/** `npm run bench`: measures everything, or what `--only` names, and prints the table; `--write` keeps it in docs/benchmarks.md. */
const benches: Readonly<Record<string, () => Promise<ReadonlyArray<Measurement | NotRun>>>> = {
  challenge,
  up: singleUp,
  embedded: embeddedStart,
  requests,
  'front-versus-real': frontVersusReal,
  'object-storage': objectStorage,
  plan: planning,
  assess: assessing,
  'cold-start': coldStart,
}

const row = (measurement: Measurement | NotRun): readonly string[] => {
  if ('notRun' in measurement) return [measurement.name, '', '', 'not run', measurement.notRun]
  const { name, measured, limit, must, unit, detail } = measurement
  const digits = unit === '×' ? 2 : unit === 'MB' ? 1 : 0
  const sign = must === 'reach' ? '≥' : '≤'
  const verdict = isWithin(measurement) ? 'yes' : '**MISSED**'
  return [name, `${measured.toFixed(digits)} ${unit}`, `${sign} ${limit} ${unit}`, verdict, detail]
}

const table = (measurements: ReadonlyArray<Measurement | NotRun>): string =>
  [['what', 'measured', 'limit', 'within', 'made of'], ['---', '---:', '---:', '---', '---'], ...measurements.map(row)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, write: { type: 'boolean', default: false } },
})
const unknown = values.only?.filter((name) => !(name in benches)) ?? []
if (unknown.length > 0) throw new RangeError(`no such benchmark: ${unknown}; there are ${Object.keys(benches)}`)
if (values.write && values.only) throw new RangeError('--write keeps a whole run: leave --only out')

const measurements: Array<Measurement | NotRun> = []
for (const [name, measure] of Object.entries(benches)) {
  if (values.only && !values.only.includes(name)) continue
  process.stderr.write(`${name} ...\n`)
  measurements.push(...(await measure()))
}
process.stdout.write(`${table(measurements)}\n`)
if (values.write)
  await writeFile(
    new URL('../docs/benchmarks.md', import.meta.url),
    `# Benchmarks

Every figure stands against its limit, and where it depends on the machine it is a ratio to something else that was measured in the same run. Nothing of it
is asserted in a test. Made by \`npm run bench -- --write\` on ${cpus().length} cores with Node ${process.version} (${process.platform} ${process.arch}), with
nothing real behind any cloud, the lab's in the rows that name it excepted.

${table(measurements)}

- \`challenge\` runs the command line with \`--latency realistic\`: once on all embedded clouds, then on each of those alone that took longest.
- The critical path of an \`up\` is the longest chain of its graph, each resource counted with one API call and the time that the latency model gives
  until it is ready. Planning counts as part of the \`up\`.
- Requests per second are taken turn by turn from one server process: the embedded cloud, and a bare Hono route that sends the same bytes and headers
  through the same listener. Their client is another process with 16 kept connections. Nothing changes in the cloud meanwhile: after a change,
  the next answer is put together anew.
- Objects go by HTTP into the embedded cloud's object storage and out of it, and turn by turn as many bytes to Node's own http server in the same process, which
  pipes them into a file and out of it. The cloud digests them as well, and checks what it was told of them. Each transfer has a connection of its own.
- The front against real services: OpenStack's own from Debian 12 (Zed), as [the lab](lab.md) runs them on the same machine, one worker each. Both hold twenty servers, and images of their own, and answer the
  same requests of one client with 16 connections, turn by turn for three seconds each. Keystone's server in the lab, uWSGI, closes each after an answer; the others are kept. Keystone hashes the password of each
  token's request anew, with its default of 12 rounds of bcrypt; the front hashes it by scrypt the first time and remembers that it was right. Servers are made four at a time, each looked at after 10 ms, twice that,
  and so on up to a second, and no machine is booted on either side: behind Nova is its fake driver, behind the front the simulated cloud. What the front does in one process, the lab does in some thirty, with a database
  and a message queue that would survive more than this one process.
`,
  )
