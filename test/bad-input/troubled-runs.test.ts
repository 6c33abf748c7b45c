import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { classic } from '../../src/embedded/profiles/classic.ts'
import type { Ended } from '../portolan-command.ts'
import { type RunningCloud, startRunningCloud } from '../running-cloud.ts'
import { secretsIn } from './secrets-in.ts'

const phrase = 'correct-horse-battery-staple'

/** Two servers, of which one is told a secret. */
const workload = `
name: shop
secrets:
  phrase: {env: SHOP_PHRASE}
components:
  web: {expose: [80], requires: {store: db.sql}}
  db: {provides: {sql: 3306}, files: {/etc/phrase: "the phrase is \${secrets.phrase}"}, volumes: {data: {size: 1 GiB, mount: /srv}}}
`
const env = { SHOP_PHRASE: phrase }

const workloadFile = async ({ clouds }: RunningCloud): Promise<string> => {
  const file = join(clouds.folder, 'shop.yaml')
  await writeFile(file, workload)
  return file
}

const up = async (here: RunningCloud): Promise<readonly string[]> => [
  'up',
  await workloadFile(here),
  ...['--cloud', here.embedded.name, '--yes', '--events'],
]

/** What a run said, after making sure that it is fit to be shown: no stack, no secret. */
const said = async (here: RunningCloud, { stdout, stderr }: Ended): Promise<string> => {
  expect(stderr).not.toMatch(/\n\s+at |node:internal/)
  expect(await secretsIn(here, [stdout, stderr], { phrase })).toEqual([])
  return stderr
}

const takeDown = async (here: RunningCloud): Promise<void> => {
  const ended = await here.portolan.run(['down', '--yes'])
  expect(ended.code, await said(here, ended)).toBe(0)
  expect(await here.added()).toEqual([])
  expect(here.unexpected).toEqual([])
}

test('tokens that expire in mid-run are renewed, and nobody notices', async () => {
  await using here = await startRunningCloud({
    profile: { ...classic, front: { ...classic.front, tokenSeconds: 1 } },
    latency: { apiCall: 20, networkCreate: 700, volumeCreate: 900, serverBuild: 1500, attach: 700 },
  })
  const startedAt = Date.now()
  const ended = await here.portolan.run(await up(here), { env })
  expect(ended.code, await said(here, ended)).toBe(0)
  expect(Date.now() - startedAt).toBeGreaterThan(3000)
  await takeDown(here)
})

test('a token that is given and then no longer taken: exit 1 with the fix, the rest goes on with a new one', async () => {
  await using here = await startRunningCloud({
    profile: { ...classic, front: { ...classic.front, tokenSeconds: 4 } },
    latency: { serverBuild: 6000 },
  })
  const { token, env: withToken } = await tokenEnvironment(here)
  const ended = await here.portolan.run(await up(here), { env: { ...env, ...withToken } })
  expect(ended.code).toBe(1)
  const text = await said(here, ended)
  expect(text).toMatch(/error: server\/\S+: .*\n\s+next: renew the credentials, then run the same command again/)
  expect(text + ended.stdout).not.toContain(token)
  expect(await secretsIn(here, [], { token })).toEqual([])
  const again = await here.portolan.run(await up(here), { env })
  expect(again.code, await said(here, again)).toBe(0)
  await takeDown(here)
})

test('a quota that is too small is told before anything is made', async () => {
  const quotas = { compute: { instances: 1 }, network: {}, volume: {} }
  await using here = await startRunningCloud({ profile: { ...classic, front: { ...classic.front, quotas } } })
  const ended = await here.portolan.run(await up(here), { env })
  expect(ended.code).toBe(1)
  expect(await said(here, ended)).toMatch(/servers.*quota|quota.*(servers|instances)/)
  expect(await here.added()).toEqual([])
})

test('a quota that is used up in mid-run fails what needs it, with cause and fix, and down leaves nothing', async () => {
  await using here = await startRunningCloud({
    faults: [
      {
        operation: 'volumes.create',
        call: 1,
        kind: 'error',
        code: 'quota_exceeded',
        message: 'Quota exceeded, Requested 1, but already used 10 of 10 volumes',
      },
    ],
  })
  const ended = await here.portolan.run(await up(here), { env })
  expect(ended.code).toBe(1)
  const text = await said(here, ended)
  expect(text).toMatch(/error: volume\/db-1-data: .*10 of 10 volumes.*\n\s+next: ask for a larger quota or delete/)
  expect(text).toContain('Not tried, because of that: attachment/db-1-data')
  await takeDown(here)
})

test('a file that may not grow any more ends the run; without that limit it goes on from there', async () => {
  await using here = await startRunningCloud({ latency: { apiCall: 5 } })
  // In blocks of 1,024 bytes: enough to begin, and not to end.
  const wrap = (command: readonly string[]) => ['bash', '-c', 'ulimit -f 64; exec "$@"', 'bash', ...command]
  const ended = await here.portolan.run(await up(here), { env, wrap })
  expect(ended.code).toBe(1)
  expect(await said(here, ended)).toMatch(
    /error: the journal \S+journal\.db failed: its disk cannot be written to or read from\n\s+next: .*ulimit -f/,
  )
  const again = await here.portolan.run(await up(here), { env })
  expect(again.code, await said(here, again)).toBe(0)
  await takeDown(here)
})

/** True where a process may have a file system of its own. */
const mayMount = ((): boolean => {
  try {
    execFileSync('unshare', ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
    return true
  } catch {
    return false
  }
})()

test.skipIf(!mayMount)('a full disk ends the run; with room again it goes on from there', async () => {
  await using here = await startRunningCloud({ latency: { apiCall: 5 } })
  // One after the other in one mount namespace: a run on a small disk, one after it has become larger, and a removal.
  const script = `
    mount -t tmpfs -o size=140k tmpfs "$XDG_STATE_HOME" || exit 9
    "$@"; echo "full: $?" >&2
    mount -o remount,size=16m "$XDG_STATE_HOME" || exit 9
    "$@" || exit 8; echo "room: $?" >&2
    "$1" "$2" down --yes`
  const wrap = (command: readonly string[]) => [
    ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh'],
    ...command,
  ]
  const ended = await here.portolan.run(await up(here), { env, wrap })
  const text = await said(here, ended)
  expect(ended.code, text).toBe(0)
  expect(text).toMatch(
    /error: the journal \S+journal\.db failed: its disk is full\n\s+next: free some space on that disk, then run the same command again(.*\n)*full: 1\n(.*\n)*room: 0\n/,
  )
  expect(await here.added()).toEqual([])
})

/** Variables of a cloud whose user has no password but a token alone. */
const tokenEnvironment = async ({ embedded, clouds }: RunningCloud) => {
  const { auth, ...entry } = embedded.entry
  const domain = { name: auth.user_domain_name }
  const answer = await fetch(`${auth.auth_url}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: auth.username, domain, password: auth.password } },
        },
        scope: { project: { name: auth.project_name, domain } },
      },
    }),
  })
  const token = answer.headers.get('x-subject-token')
  if (!token) throw new Error(`no token: ${answer.status}`)
  const path = join(clouds.folder, 'token-clouds.yaml')
  const { auth_url, project_name, project_domain_name } = auth
  const withToken = { ...entry, auth_type: 'token', auth: { auth_url, token, project_name, project_domain_name } }
  await writeFile(path, JSON.stringify({ clouds: { [embedded.name]: withToken } }))
  return { token, env: { OS_CLIENT_CONFIG_FILE: path } }
}
