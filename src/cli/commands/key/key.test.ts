import { expect, test } from 'vitest'
import { runIn } from '../../test-world.ts'

const keysFolder = '/home/ada/.config/portolan/keys'
const portolan = (line: string, files = new Map<string, string>(), modes = {}) =>
  runIn(line.split(' '), { files, modes })

test('a key is made, listed and shown, and its private part is never printed', async () => {
  const files = new Map<string, string>()
  const runs = [
    await portolan('key create', files),
    await portolan('key list -o json', files),
    await portolan('key show', files),
    await portolan('key show -o json', files),
  ]
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  const [[file, pem] = []] = files
  expect(file).toBe(`${keysFolder}/default.private.pem`)
  const secret = pem?.split('\n')[1] ?? ''
  expect(secret).toHaveLength(64)
  for (const { out, err } of runs) expect(out + err).not.toContain(secret)
  const [, listed, shown] = runs
  const [key] = JSON.parse(listed?.out ?? '')
  expect(key).toMatchObject({ name: 'default', kind: 'own', file })
  expect(shown?.out).toBe(key.publicKey)
  expect(shown?.err).toContain(key.id)
})

test('a key is kept where XDG_CONFIG_HOME says', async () => {
  const files = new Map<string, string>()
  await runIn(['key', 'create', 'ci'], { files, env: { XDG_CONFIG_HOME: '/xdg' } })
  expect([...files.keys()]).toEqual(['/xdg/portolan/keys/ci.private.pem'])
})

test('a key is never replaced', async () => {
  const files = new Map<string, string>()
  await portolan('key create', files)
  const before = new Map(files)
  const { code, err } = await portolan('key create', files)
  expect(code).toBe(1)
  expect(err).toContain('never replaced')
  expect(files).toEqual(before)
})

test('somebody else’s public key is trusted under a name of its own, and a private one is not taken for it', async () => {
  const theirs = new Map<string, string>()
  await portolan('key create', theirs)
  const { out: pem } = await portolan('key show', theirs)
  const files = new Map([['/here/bob.pem', pem]])
  expect((await portolan('key trust bob bob.pem', files)).code).toBe(0)
  expect((await portolan('key list', files)).out).toMatch(/bob +trusted +[0-9a-f]{64}/)
  expect((await portolan('key trust bob bob.pem', files)).err).toContain('there is a key bob already')
  const [privatePem = ''] = theirs.values()
  const { code, err } = await portolan('key trust eve eve.pem', new Map([['/here/eve.pem', privatePem]]))
  expect(code).toBe(1)
  expect(err).toContain('eve.pem holds no Ed25519 public key')
})

test.each([
  ['key show', 'there are no keys yet', 1],
  ['key create ../default', 'a key’s name has up to 64'.replace('’', "'"), 64],
  ['key trust bob nowhere.pem', 'nowhere.pem is neither a key of yours nor a file', 1],
])('%s: %s', async (line, message, exit) => {
  const { code, err } = await portolan(line)
  expect(err).toContain(message)
  expect(code).toBe(exit)
})

test('a name that is nearly a key’s is answered with that key’s', async () => {
  const files = new Map<string, string>()
  await portolan('key create pipeline', files)
  expect((await portolan('key show pipelin', files)).err).toContain('did you mean pipeline?')
})
