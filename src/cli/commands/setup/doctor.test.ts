import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runIn, type TestWorldOptions } from '../../test-world.ts'

const stateFolder = mkdtempSync(join(tmpdir(), 'portolan-doctor-'))
afterAll(() => rmSync(stateFolder, { recursive: true }))

const doctor = async (options: TestWorldOptions) => {
  const { code, out } = await runIn(['doctor', '-o', 'json'], { stateFolder, ...options })
  const { checks } = JSON.parse(out) as { checks: { check: string; result: string; detail: string; fix?: string }[] }
  return { code, results: Object.fromEntries(checks.map((check) => [check.check, check])) }
}

const unreachable = 'clouds: {lab: {auth: {auth_url: "http://127.0.0.1:9/v3", username: ada, password: s3cret}}}'

test('with no cloud configured it stops there and says what to do', async () => {
  const { code, results } = await doctor({})
  expect(code).toBe(1)
  expect(results.configuration).toMatchObject({
    result: 'failed',
    fix: expect.stringContaining('portolan cloud serve'),
  })
  expect(results['log in']).toMatchObject({ result: 'skipped' })
})

test('a file of secrets that others may read is a warning with the command that mends it', async () => {
  const files = {
    '/here/clouds.yaml': 'clouds: {lab: {auth: {auth_url: "http://127.0.0.1:9"}}}',
    '/here/secure.yaml': 'clouds: {}',
  }
  const { results } = await doctor({ files, modes: { '/here/secure.yaml': 0o644, '/here/clouds.yaml': 0o644 } })
  expect(results.secrets).toMatchObject({ result: 'warning', fix: 'chmod 600 /here/secure.yaml' })
})

test('clouds.yaml may be read by all as long as no secret stands in it', async () => {
  const modes = { '/here/clouds.yaml': 0o644 }
  const without = { '/here/clouds.yaml': 'clouds: {lab: {auth: {auth_url: "http://127.0.0.1:9"}}}' }
  expect((await doctor({ files: without, modes })).results.secrets).toMatchObject({ result: 'ok' })
  expect((await doctor({ files: { '/here/clouds.yaml': unreachable }, modes })).results.secrets).toMatchObject({
    result: 'warning',
  })
})

test('a cloud that cannot be reached fails the log-in and skips the rest, without a secret', async () => {
  const { code, results } = await doctor({ files: { '/here/clouds.yaml': unreachable } })
  expect(code).toBe(1)
  expect(results['log in']).toMatchObject({ result: 'failed' })
  expect(results.offer).toMatchObject({ result: 'skipped' })
  expect(JSON.stringify(results)).not.toContain('s3cret')
})
