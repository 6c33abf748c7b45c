import { createColors } from 'picocolors'
import { expect, test } from 'vitest'
import { challengeReport } from '../../../challenge/challenge-report.ts'
import { seededRandom } from '../../../lib/random.ts'
import { newPrivateKeyPem, readSigningKey } from '../../../report/signing/signing-key.ts'
import type { Context } from '../../context.ts'
import { openReportSigner } from '../../open-report-signer.ts'
import { runIn, testWorld } from '../../test-world.ts'

const report = challengeReport([], 0)
const folder = '/here/out'
const fileNames = ['report.json', 'report.html']

/** A folder with a report in it, signed with whatever key those files hold, as `challenge --report` leaves it. */
const written = async (files = new Map<string, string>(), keyName?: string) => {
  files.set(`${folder}/report.json`, JSON.stringify(report))
  files.set(`${folder}/report.html`, '<title>report</title>')
  const world = testWorld([], { files })
  const colors = createColors(false)
  const { signal } = new AbortController()
  const context: Context = {
    world,
    output: 'table',
    events: false,
    yes: false,
    colors,
    messageColors: colors,
    drain: signal,
    stop: signal,
    say: (line) => world.stderr.write(`${line}\n`),
  }
  await (await openReportSigner(context, keyName)).sign(folder, report, fileNames)
  return { files, said: world.err() }
}
const signed = async () => {
  const files = new Map<string, string>()
  await runIn(['key', 'create'], { files })
  return written(files)
}
const portolan = (line: string, files: Map<string, string>) => runIn(line.split(' '), { files })

test.each(['out', 'out/report.json', 'out/report.html', 'out/report.dsse.json'])(
  'a signed report is verified by %s',
  async (file) => {
    const { files, said } = await signed()
    expect(said).toContain('signed with the key default')
    const { code, out } = await portolan(`report verify ${file}`, files)
    expect(out).toMatch(/Verified: signed by default, at .* by the signer's own clock/)
    expect(code).toBe(0)
  },
)

test.each(fileNames)('a changed %s exits 3', async (name) => {
  const { files } = await signed()
  files.set(`${folder}/${name}`, `${files.get(`${folder}/${name}`)} `)
  const { code, out } = await portolan('report verify out -o json', files)
  const verification = JSON.parse(out)
  expect(verification).toMatchObject({ schema: 'portolan.report-verification/1', verified: false })
  expect(verification.checks).toContainEqual({ name, result: 'failed', detail: 'was changed after it was signed' })
  expect(code).toBe(3)
})

test('an envelope that is not one exits 3', async () => {
  const { files } = await signed()
  files.set(`${folder}/report.dsse.json`, '{}')
  expect(await portolan('report verify out', files)).toMatchObject({
    code: 3,
    out: expect.stringContaining('NOT verified'),
  })
})

test('a stranger’s report is not verified until its key is handed over or trusted', async () => {
  const { files } = await signed()
  const { out: pem } = await portolan('key show', files)
  const reportAlone = new Map([...files].filter(([name]) => name.startsWith(folder)))
  reportAlone.set('/here/ada.pem', pem)
  const unknown = await portolan('report verify out', reportAlone)
  expect(unknown.code).toBe(3)
  expect(unknown.out).toContain('NOT verified')
  expect(unknown.err).toContain('--key FILE')
  expect((await portolan('report verify out --key ada.pem', reportAlone)).code).toBe(0)
  await portolan('key trust ada ada.pem', reportAlone)
  expect((await portolan('report verify out', reportAlone)).out).toContain('signed by ada')
  // A key that is named stands for itself alone.
  const another = readSigningKey(newPrivateKeyPem(seededRandom(2)))
  reportAlone.set('/here/bob.pem', another?.publicKey.pem ?? '')
  expect((await portolan('report verify out --key bob.pem', reportAlone)).code).toBe(3)
})

test('without a key nothing is signed, which is said, and no older signature stays', async () => {
  const { files } = await signed()
  files.delete('/home/ada/.config/portolan/keys/default.private.pem')
  const { said } = await written(files)
  expect(said).toContain('not signed: you have no key. portolan key create')
  const { code, err } = await portolan('report verify out', files)
  expect(code).toBe(1)
  expect(err).toContain('out is not signed')
})

test('a named key that is not there is wrong usage', async () => {
  await expect(written(new Map(), 'pipeline')).rejects.toMatchObject({
    exitCode: 64,
    details: { hint: 'portolan key create pipeline' },
  })
})

test('a private key that others may read signs nothing', async () => {
  const files = new Map<string, string>()
  await runIn(['key', 'create'], { files })
  const [file = ''] = files.keys()
  const context = { world: testWorld([], { files, modes: { [file]: 0o644 } }) }
  await expect(openReportSigner(context as unknown as Context)).rejects.toMatchObject({
    message: `others may read the private key ${file}`,
  })
})

test('a file that is not there exits 1', async () => {
  const { files } = await signed()
  expect(await portolan('report verify out/typo.json', files)).toMatchObject({
    code: 1,
    err: expect.stringContaining('there is no such file'),
  })
})

test('a file that the envelope does not sign is not verified by it', async () => {
  const { files } = await signed()
  files.set(`${folder}/other.json`, '{}')
  const { code, out } = await portolan('report verify out/other.json', files)
  expect(out).toMatch(/other\.json +failed +is not among the files that are signed/)
  expect(code).toBe(3)
})
