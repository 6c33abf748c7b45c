import { execFile } from 'node:child_process'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pythonTool } from '../../lab/python-tools.ts'
import { sha256 } from '../../src/report/signing/sign-report.ts'
import { readPublicKey } from '../../src/report/signing/signing-key.ts'
import { verifyReport } from '../../src/report/signing/verify-report.ts'
import { type CloudsFile, writeCloudsFile } from '../clients/clouds-file.ts'
import { PortolanCommand } from '../portolan-command.ts'

const run = promisify(execFile)

let clouds: CloudsFile
let portolan: PortolanCommand
let folder: string
let keyFile: string
const inFolder = (name: string) => join(folder, name)
const names = ['report.json', 'report.html', 'report.dsse.json'] as const

beforeAll(async () => {
  clouds = await writeCloudsFile({})
  portolan = new PortolanCommand(clouds)
  folder = join(clouds.folder, 'signed')
  keyFile = join(clouds.folder, 'key.pem')
  const made = await portolan.run(['key', 'create', '-o', 'json'])
  const [key] = JSON.parse(made.stdout)
  await writeFile(keyFile, (await portolan.run(['key', 'show'])).stdout)
  expect((await stat(key.file)).mode & 0o777).toBe(0o600)
  expect((await stat(join(key.file, '..'))).mode & 0o777).toBe(0o700)
  const { code, stderr } = await portolan.run(['challenge', '--embedded', 'classic', '--report', folder])
  expect(stderr).toContain('The report is signed with the key default')
  expect(code).toBe(0)
})
afterAll(() => clouds[Symbol.asyncDispose]())

test('securesystemslib and in-toto-attestation verify the envelope, and read the digests that sha256 gives', async () => {
  const { stdout } = await run(pythonTool('python'), [
    join(import.meta.dirname, 'verify-envelope.py'),
    inFolder('report.dsse.json'),
    keyFile,
  ])
  expect(JSON.parse(stdout)).toMatchObject({
    payloadType: 'application/vnd.in-toto+json',
    subjects: {
      'report.json': sha256(await readFile(inFolder('report.json'))),
      'report.html': sha256(await readFile(inFolder('report.html'))),
    },
  })
})

test('securesystemslib refuses the envelope once its payload is another', async () => {
  const envelope = JSON.parse(await readFile(inFolder('report.dsse.json'), 'utf8'))
  const payload = Buffer.from(envelope.payload, 'base64').toString().replace('report.html', 'report.htm_')
  const changed = join(clouds.folder, 'changed.json')
  await writeFile(changed, JSON.stringify({ ...envelope, payload: Buffer.from(payload).toString('base64') }))
  await expect(
    run(pythonTool('python'), [join(import.meta.dirname, 'verify-envelope.py'), changed, keyFile]),
  ).rejects.toMatchObject({ stderr: expect.stringContaining('VerificationError') })
})

test('openssl gives the key the id that portolan gives it', async () => {
  const der = await run('openssl', ['pkey', '-pubin', '-in', keyFile, '-outform', 'DER'], { encoding: 'buffer' })
  const { stdout } = await portolan.run(['key', 'show', '-o', 'json'])
  expect(JSON.parse(stdout).id).toBe(sha256(der.stdout))
})

test('report verify accepts the report as it was written, offline', async () => {
  const { code, stdout } = await portolan.run(['report', 'verify', folder], {
    nodeOptions: ['--import', 'data:text/javascript,globalThis.fetch=()=>{throw new Error("no network")}'],
  })
  expect(stdout).toContain('Verified: signed by default')
  expect(code).toBe(0)
})

test.each(names)('report verify exits 3 for one changed byte in the middle of %s', async (name) => {
  const original = await readFile(inFolder(name))
  const changed = Buffer.from(original)
  const middle = Math.floor(changed.length / 2)
  changed[middle] = (changed[middle] ?? 0) ^ 1
  try {
    await writeFile(inFolder(name), changed)
    const { code, stdout } = await portolan.run(['report', 'verify', folder])
    expect(stdout).toContain('NOT verified')
    expect(code).toBe(3)
  } finally {
    await writeFile(inFolder(name), original)
  }
})

test('no byte of a real envelope, and no 97th byte of a real report and its page, changes unseen', async () => {
  const publicKey = readPublicKey(await readFile(keyFile, 'utf8'))
  if (!publicKey) throw new Error('the public key cannot be read')
  const keys = [{ name: 'default', publicKey }]
  const files = new Map<string, Uint8Array>()
  for (const name of names) files.set(name, await readFile(inFolder(name)))
  for (const [name, original] of files)
    for (let index = 0; index < original.length; index += name === 'report.dsse.json' ? 1 : 97) {
      const changed = Uint8Array.from(original)
      changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8))
      const read = (wanted: string) => (wanted === name ? changed : files.get(wanted))
      const { verified } = await verifyReport({
        envelope: read('report.dsse.json') ?? new Uint8Array(),
        read: async (wanted) => read(wanted),
        keys,
      })
      expect(verified, `byte ${index} of ${name}`).toBe(false)
    }
})
