import fc from 'fast-check'
import { expect, test } from 'vitest'
import { challengeReport } from '../../challenge/challenge-report.ts'
import { seededRandom } from '../../lib/random.ts'
import { envelopeText, readEnvelope, signedEnvelope } from './dsse-envelope.ts'
import { statementPayloadType } from './report-statement.ts'
import { signReport } from './sign-report.ts'
import { newPrivateKeyPem, readSigningKey, type SigningKey } from './signing-key.ts'
import { verifyReport } from './verify-report.ts'

const keyOf = (seed: number): SigningKey => {
  const key = readSigningKey(newPrivateKeyPem(seededRandom(seed)))
  if (!key) throw new Error('a new key can be read')
  return key
}
const key = keyOf(1)
const known = [{ name: 'ada', publicKey: key.publicKey }]

const report = challengeReport(
  [
    {
      workload: 'hello',
      cloud: 'classic',
      verdict: 'passed',
      simulated: true,
      phases: [{ phase: 'deploy', result: 'passed', elapsedMs: 12 }],
      leaked: 0,
      leaks: [],
      handSet: 0,
      handSetNames: [],
      elapsedMs: 15,
    },
  ],
  16,
)
const bytes = (text: string) => new Uint8Array(Buffer.from(text))
// A replacement character, as a reader of text puts it in place of broken bytes: only bytes tell the two apart.
const files: Readonly<Record<string, Uint8Array>> = {
  'report.json': bytes(JSON.stringify(report)),
  'report.html': bytes('<!doctype html><title>Report �</title>'),
}
const signedAt = Date.UTC(2026, 0, 2)
const envelope = bytes(signReport({ report, files, key, signedAt }))

const verify = (changed: Readonly<Record<string, Uint8Array | undefined>> = {}, keys = known, signed = envelope) =>
  verifyReport({ envelope: signed, read: async (name) => ({ ...files, ...changed })[name], keys })
const failures = async (...given: Parameters<typeof verify>) =>
  (await verify(...given)).checks
    .filter(({ result }) => result === 'failed')
    .map(({ name, detail }) => `${name}: ${detail}`)
const signing = (statement: unknown, type = statementPayloadType) =>
  bytes(envelopeText(signedEnvelope(type, bytes(JSON.stringify(statement)), key)))
const statement = JSON.parse(Buffer.from(readEnvelope(envelope)?.payload ?? []).toString())

test('a signed report is verified, and says who signed it and when', async () => {
  expect(await verify()).toMatchObject({
    schema: 'portolan.report-verification/1',
    verified: true,
    signer: { keyId: key.publicKey.id, name: 'ada' },
    signedAt: '2026-01-02T00:00:00.000Z',
  })
})

test('one bit changed in any byte of the envelope or of a signed file is found', async () => {
  for (const [name, original] of Object.entries({ ...files, envelope }))
    for (const index of original.keys()) {
      const changed = original.slice()
      changed[index] = (changed[index] ?? 0) ^ (1 << (index % 8))
      const { verified } = await (name === 'envelope' ? verify({}, known, changed) : verify({ [name]: changed }))
      expect(verified, `byte ${index} of ${name}`).toBe(false)
    }
})

test('any other value of any byte, a byte more and a byte less are found', async () => {
  const edit = fc.record({
    at: fc.nat(),
    by: fc.integer({ min: 1, max: 255 }),
    how: fc.constantFrom('change', 'insert', 'delete'),
    name: fc.constantFrom('envelope', ...Object.keys(files)),
  })
  await fc.assert(
    fc.asyncProperty(edit, async ({ at, by, how, name }) => {
      const original = [...(name === 'envelope' ? envelope : (files[name] ?? []))]
      const index = at % original.length
      if (how === 'delete') original.splice(index, 1)
      else original.splice(index, how === 'insert' ? 0 : 1, ((original[index] ?? 0) + by) % 256)
      const changed = Uint8Array.from(original)
      const { verified } = await (name === 'envelope' ? verify({}, known, changed) : verify({ [name]: changed }))
      expect(verified).toBe(false)
    }),
    { numRuns: 500, seed: 1 },
  )
})

test('a key that is not known verifies nothing, and its name is not told', async () => {
  const verification = await verify({}, [{ name: 'bob', publicKey: keyOf(2).publicKey }])
  expect(verification).toMatchObject({ verified: false, signer: { keyId: key.publicKey.id } })
  expect(verification.signer).not.toHaveProperty('name')
  expect(verification).not.toHaveProperty('signedAt')
  expect(await failures({}, [])).toEqual([
    'signature: cannot be checked: the key that the envelope names is not known here',
  ])
})

test('an envelope that names a known key without its signature is refused, and no file is read for it', async () => {
  const { payload, payloadType, signature } = signedEnvelope(statementPayloadType, bytes('{}'), keyOf(2))
  const forged = bytes(envelopeText({ payload, payloadType, signature, keyId: key.publicKey.id }))
  const read = () => Promise.reject(new Error('read'))
  const verification = await verifyReport({ envelope: forged, read, keys: known })
  expect(verification.checks.at(-1)).toMatchObject({ name: 'signature', result: 'failed' })
})

test('the order of fields, spaces and the alphabet of base64 are part of what is checked', async () => {
  const { payload, payloadType, signatures } = JSON.parse(Buffer.from(envelope).toString())
  const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_')
  for (const other of [
    JSON.stringify({ payload, payloadType, signatures }),
    JSON.stringify({ payloadType, payload, signatures }, null, 2),
    JSON.stringify(
      {
        payload,
        payloadType,
        signatures: signatures.map(({ keyid, sig }: Record<string, string>) => ({ keyid, sig: urlSafe(sig ?? '') })),
      },
      null,
      2,
    ),
  ])
    expect(await failures({}, known, bytes(other))).toEqual([
      'envelope: this is no envelope as portolan writes it, byte for byte',
    ])
})

test('a file that is gone fails', async () => {
  expect(await failures({ 'report.html': undefined })).toEqual(['report.html: is signed, and is not there'])
})

const { predicate, subject } = statement
const digest = { sha256: '0'.repeat(64) }
test.each([
  ['of another type', signing(statement, 'text/plain'), 'statement: what is signed is not a challenge’s report'],
  [
    'about a path',
    signing({ ...statement, subject: [{ name: '../etc', digest }] }),
    'statement: what is signed is not a challenge’s report',
  ],
  [
    'of another kind',
    signing({ ...statement, predicateType: 'https://slsa.dev/provenance/v1' }),
    'statement: what is signed is not a challenge’s report',
  ],
  [
    'without the report',
    signing({ ...statement, subject: [subject[1]] }),
    'report.json: is not among the files that are signed',
  ],
  [
    'with other sums',
    signing({
      ...statement,
      predicate: { ...predicate, report: { ...predicate.report, summary: { ...report.summary, failed: 1 } } },
    }),
    'report.json: has other sums than the signed statement',
  ],
])('a well signed statement %s is not a verified report', async (_, signed, failure) => {
  expect(await failures({}, known, signed)).toEqual([failure])
})

test('a report that does not follow its schema is refused, however well it is signed', async () => {
  const broken = { 'report.json': bytes('{}') }
  const signed = bytes(signReport({ report, files: broken, key, signedAt }))
  expect(await failures(broken, known, signed)).toEqual([
    'report.json: does not follow the schema portolan.challenge/1',
  ])
})
