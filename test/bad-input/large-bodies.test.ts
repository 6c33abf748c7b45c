import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type CloudsFile, writeCloudsFile } from '../clients/clouds-file.ts'
import { PortolanCommand, type Running } from '../portolan-command.ts'

const megabyte = 1_048_576
const bodyBytes = 100 * megabyte

let clouds: CloudsFile
let serving: Running
let origin: string
let token: string

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, unknown>>
}

/** Sends JSON that is nested a hundred million deep, as fast as it is taken, and gives the answer, which may come before all is sent. */
const sendNested = async (path: string, headers: Readonly<Record<string, string>>): Promise<Answer> => {
  const sending = request(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  })
  const answer = new Promise<Answer>((resolve, reject) => {
    sending.once('response', (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
    })
    sending.once('error', reject)
  })
  const chunk = '['.repeat(megabyte)
  const chunks = function* () {
    for (let sent = 0; sent < bodyBytes; sent += megabyte) yield chunk
  }
  // A server that has answered may hang up on the rest.
  pipeline(Readable.from(chunks()), sending).catch(() => {})
  try {
    return await answer
  } finally {
    sending.destroy()
  }
}

/** Most memory that the serving process ever had, in MiB (Linux). */
const peakMemory = async (): Promise<number> => {
  const status = await readFile(`/proc/${serving.process.pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

const logIn = async (auth: Readonly<Record<string, string>>): Promise<string> => {
  const domain = { name: auth.user_domain_name }
  const user = { name: auth.username, domain, password: auth.password }
  const { headers, status } = await fetch(`${auth.auth_url}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user } },
        scope: { project: { name: auth.project_name, domain } },
      },
    }),
  })
  expect(status).toBe(201)
  return headers.get('x-subject-token') ?? ''
}

beforeAll(async () => {
  clouds = await writeCloudsFile({})
  serving = await new PortolanCommand(clouds).start(['cloud', 'serve', '--state', clouds.folder])
  // Its file is written before it says so.
  await serving.line((line) => line.includes('auth_url'))
  const file = join(clouds.folder, 'clouds.yaml')
  const { auth } = parse(await readFile(file, 'utf8')).clouds.classic
  origin = new URL(auth.auth_url).origin
  token = await logIn(auth)
})
afterAll(async () => {
  serving.process.kill('SIGTERM')
  await serving.ended
  await clouds[Symbol.asyncDispose]()
})

it.each([
  ['identity', '/identity/v3/auth/tokens'],
  ['compute', '/compute/v2.1/servers'],
  ['network', '/network/v2.0/networks'],
  ['image', '/image/v2/images'],
  ['block storage', '/volume/v3/volumes'],
])('%s refuses 100 MB of nested JSON with 413 at once, whether it is announced or not', async (_, path) => {
  const before = await peakMemory()
  for (const length of [{ 'content-length': String(bodyBytes) }, { 'transfer-encoding': 'chunked' }]) {
    const startedAt = Date.now()
    const { status, body, headers } = await sendNested(path, {
      'x-auth-token': token,
      ...(length as Record<string, string>),
    })
    expect(status, `${JSON.stringify(length)}: ${body}`).toBe(413)
    expect(body).toMatch(/too large/i)
    expect(headers['x-openstack-request-id']).toMatch(/^req-/)
    expect(Date.now() - startedAt).toBeLessThan(5000)
  }
  expect((await peakMemory()) - before, 'MiB more').toBeLessThan(64)
})

it('serves on as before', async () => {
  const { status } = await fetch(`${origin}/compute/v2.1/servers`, { headers: { 'x-auth-token': token } })
  expect(status).toBe(200)
})
