import { expect, test } from 'vitest'
import { openCloudSession } from './open-cloud-session.ts'

const warningsFor = async (authUrl: string, more: Record<string, unknown> = {}) => {
  const warnings: string[] = []
  const values = { auth: { auth_url: authUrl, username: 'ada', password: 'secret', project_name: 'demo' }, ...more }
  await using _opened = await openCloudSession({
    values,
    fetch: () => Promise.reject(new Error('nothing is asked yet')),
    onWarning: (warning) => warnings.push(warning),
  })
  return warnings
}

test('plain HTTP to another machine is warned about, and to this one is not', async () => {
  expect(await warningsFor('http://cloud.test:5000/v3')).toEqual([
    'http://cloud.test:5000 is plain http: anyone on the way can read the password',
  ])
  expect(await warningsFor('http://127.0.0.1:5000/v3')).toEqual([])
  expect(await warningsFor('https://cloud.test:5000/v3')).toEqual([])
})

test('a certificate that is not verified is warned about, with the key that would be better', async () => {
  expect(await warningsFor('https://cloud.test:5000/v3', { verify: false })).toEqual([
    'https://cloud.test:5000 is not verified (verify: false): anyone on the way can read the password; set cacert instead',
  ])
})
