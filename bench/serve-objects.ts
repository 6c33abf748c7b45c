import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { startEmbeddedCloud } from '#built/embedded/embedded-cloud'
import { classic } from '#built/embedded/profiles/classic'
import { systemClock } from '#built/lib/clock'
import { systemRandom } from '#built/lib/random'
import { openCloudSession } from '#built/openstack/session/open-cloud-session'
import type { Target } from './serve-both.ts'

/** Where the same bytes can be sent to and read from: the embedded cloud's object storage, and Node's own server with a file. */
export interface ObjectContest {
  readonly embedded: Target
  readonly plain: Target
}

/** What the process had, in bytes of resident memory, and spent since it was last asked. */
export interface Footprint {
  readonly now: number
  readonly peak: number
  /** Microseconds of processor time. */
  readonly spent: number
}

/** A child's life: serves both until it is killed. Its first message is the contest; to each message after that it answers with its footprint. */
const around = { clock: systemClock, random: systemRandom }
const embedded = await startEmbeddedCloud({ ...around, profile: classic, onUnexpected: console.error })
const { session } = await openCloudSession({ ...around, values: { ...embedded.entry } })
const call = { signal: new AbortController().signal }
const store = await session.need('object-store', call)
const { url } = await store.endpoint(call)
const { token } = await session.authorization(call)
await store.request({ method: 'PUT', path: '/bench', ...call })

const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-'))
const file = join(folder, 'data')
const plain = createServer(async (request, response) => {
  if (request.method === 'PUT') {
    await pipeline(request, createWriteStream(file))
    response.writeHead(201).end()
  } else await pipeline(createReadStream(file), response)
})
await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
const end = async () => {
  await embedded[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
  process.exit()
}
for (const leave of ['SIGTERM', 'disconnect']) process.once(leave, end)

let peak = 0
let spentBefore = 0
const look = (): number => {
  const now = process.memoryUsage.rss()
  peak = Math.max(peak, now)
  return now
}
setInterval(look, 50)
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  const footprint: Footprint = { now: look(), peak, spent: user + system - spentBefore }
  peak = 0
  spentBefore = user + system
  process.send?.(footprint)
})
const contest: ObjectContest = {
  embedded: { url: `${url}/bench/object`, headers: { 'x-auth-token': token } },
  plain: { url: `http://127.0.0.1:${(plain.address() as AddressInfo).port}/`, headers: {} },
}
process.send?.(contest)
