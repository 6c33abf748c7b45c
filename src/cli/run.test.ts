import { expect, test } from 'vitest'
import { runIn } from './test-world.ts'

const clouds = `clouds:
  lab:
    auth:
      auth_url: https://k.example/v3
      username: ada
      password: s3cret
`
const files = { '/here/clouds.yaml': clouds }

test.each([
  ['no command', [], 'no command was given'],
  ['an unknown command', ['plam'], "unknown command 'plam' (Did you mean plan?)"],
  ['an unknown option', ['cloud', 'list', '--colour'], "unknown option '--colour'"],
  ['an unknown format', ['cloud', 'list', '-o', 'xml'], "option '-o, --output <format>' argument 'xml' is invalid"],
  ['events beside a format', ['challenge', '--events', '-o', 'json'], '--events and -o cannot be used together'],
  ['an unknown profile', ['cloud', 'serve', '--profile', 'clasic'], 'did you mean classic?'],
  ['an unknown field', ['explain', 'workload.component'], 'portolan explain workload.components'],
])('%s is wrong usage: exit 64, and data stays empty', async (_, argv, message) => {
  const { code, out, err } = await runIn(argv)
  expect(code).toBe(64)
  expect(out).toBe('')
  expect(err).toContain(message)
  expect(err).not.toMatch(/\n\s+at /)
})

test('help goes to stdout and is a success', async () => {
  const { code, out, err } = await runIn(['cloud', 'show', '--help'])
  expect(code).toBe(0)
  expect(out).toContain('--explain')
  expect(err).toBe('')
})

test.each(['environment', 'exit-codes', 'formatting'])('help has the topic %s', async (topic) => {
  const { code, out } = await runIn(['help', topic])
  expect(code).toBe(0)
  expect(out.split('\n').length).toBeGreaterThan(8)
})

test('completions name the commands and the values of options', async () => {
  expect((await runIn(['complete', '--', 'cloud', ''])).out).toContain('serve\t')
  expect((await runIn(['complete', '--', 'challenge', '--latency', ''])).out).toContain('realistic')
})

test('completions name the clouds that are configured, and none where the file is broken', async () => {
  const files = { '/here/clouds.yaml': 'clouds: {lab: {auth: {auth_url: "http://127.0.0.1/v3"}}}' }
  expect((await runIn(['complete', '--', 'plan', '--cloud', ''], { files })).out).toContain('lab')
  expect((await runIn(['complete', '--', 'doctor', ''], { files })).out).toContain('lab')
  const broken = await runIn(['complete', '--', 'plan', '--cloud', ''], { files: { '/here/clouds.yaml': 'clouds: [' } })
  expect(broken).toMatchObject({ code: 0, err: '' })
})

test.each(['bash', 'zsh', 'fish', 'powershell'])('the completion script of %s asks portolan', async (shell) => {
  const { code, out } = await runIn(['completion', shell])
  expect(code).toBe(0)
  expect(out).toMatch(/portolan['"]? complete|toContain('portolan complete --') portolan complete|portolan complete/)
})

test('cloud list names the clouds and where they are written', async () => {
  const { code, out } = await runIn(['cloud', 'list'], { files })
  expect(code).toBe(0)
  expect(out).toMatch(/NAME +DEFAULT +REGION +PROFILE +FROM\nlab +yes +\/here\/clouds.yaml:3\n/)
})

test('cloud list -o name is one name a line, and -o json is JSON', async () => {
  expect((await runIn(['cloud', 'list', '-o', 'name'], { files })).out).toBe('lab\n')
  expect(JSON.parse((await runIn(['cloud', 'list', '-o', 'json'], { files })).out)).toMatchObject([{ name: 'lab' }])
})

test.each(['table', 'wide', 'json', 'yaml', 'name'])('cloud show -o %s shows no secret', async (format) => {
  const { code, out, err } = await runIn(['cloud', 'show', 'lab', '--explain', '-o', format], { files })
  expect(code).toBe(0)
  expect(out).toContain('auth.password')
  expect(out + err).not.toContain('s3cret')
})

test('cloud show --explain says where each value came from', async () => {
  const { out } = await runIn(['cloud', 'show', 'lab', '--explain'], { files })
  expect(out).toMatch(/auth\.password +\*\*\* +\/here\/clouds\.yaml:6\n/)
  expect(out).toMatch(/image_format +qcow2 +default\n/)
})

test('an unknown cloud says what failed, where, and what to do next', async () => {
  const { code, err } = await runIn(['cloud', 'show', 'lib'], { files })
  expect(code).toBe(1)
  expect(err).toBe('error: there is no cloud lib (/here/clouds.yaml)\n  next: did you mean lab?\n')
})

test.each([
  [{ FORCE_COLOR: '1' }, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  [{}, false],
])('with %o, colours are %s', async (env, coloured) => {
  const { out } = await runIn(['cloud', 'list'], { files, env })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is what is looked for.
  expect(/\u001b\[/.test(out)).toBe(coloured)
})

test('a stack is shown only with PORTOLAN_DEBUG=1', async () => {
  expect((await runIn(['cloud', 'show', 'lib'], { files })).err).not.toContain('resolve-cloud')
  expect((await runIn(['cloud', 'show', 'lib'], { files, env: { PORTOLAN_DEBUG: '1' } })).err).toContain(
    'resolve-cloud',
  )
})

test('schema prints a JSON Schema, and explain a field of it', async () => {
  expect(JSON.parse((await runIn(['schema'])).out)).toHaveProperty('properties.components')
  expect((await runIn(['explain', 'workload.components.count'])).out).toContain('How many instances.')
  expect((await runIn(['explain', '--recursive', '-o', 'name'])).out).toContain('workload.components.<name>.image.os\n')
})
