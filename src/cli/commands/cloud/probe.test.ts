import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readProfile } from '../../../embedded/read-profile.ts'
import { runIn } from '../../test-world.ts'

const stateFolder = mkdtempSync(join(tmpdir(), 'portolan-probe-'))
afterAll(() => rmSync(stateFolder, { recursive: true }))
const portolan = (line: string, files = new Map<string, string>()) => runIn(line.split(' '), { files, stateFolder })

test('an embedded cloud is probed, and what is printed is a profile that is like it', async () => {
  const { code, out } = await portolan('cloud probe trystack --embedded')
  expect(code).toBe(0)
  expect(readProfile({ file: 'probed.yaml', text: out }).diagnostics).toEqual([])
  expect(out).toMatch(/^# Not measured:$/m)
  expect(out).toContain('#   cloud.metadataService: only a guest sees it')
  const files = new Map([['/here/probed.yaml', out]])
  const alike = await portolan('cloud probe trystack --embedded --against ./probed.yaml', files)
  expect(alike.err).toContain('as far as it can be measured')
  expect(alike.code).toBe(0)
})

test('a profile that no longer matches its cloud is found, with every difference, and exits 3', async () => {
  const { code, out } = await portolan('cloud probe classic --embedded --against osic -o json')
  const { schema, differences } = JSON.parse(out)
  expect(schema).toBe('portolan.probe-comparison/1')
  expect(differences).not.toEqual([])
  expect(code).toBe(3)
})

test('no password of the cloud is printed', async () => {
  const files = new Map<string, string>()
  const { out, err } = await portolan('cloud probe classic --embedded -o json', files)
  const password = /password: (\S+)/.exec([...files.values()].join('\n'))?.[1] ?? ''
  expect(password).not.toBe('')
  expect(out + err).not.toContain(password)
})

test.each([
  ['cloud probe aws:eu-central-1', 'takes no aws:REGION'],
  ['cloud probe --embedded', '--embedded needs the name of a profile'],
  ['cloud probe trystak --embedded', 'did you mean trystack?'],
])('%s is wrong usage', async (line, message) => {
  const { code, err } = await portolan(line)
  expect(code).toBe(64)
  expect(err).toContain(message)
})
