import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Running } from '../portolan-command.ts'
import { type RunningCloud, startRunningCloud } from '../running-cloud.ts'

const workload = `
name: shop
components:
  web: {expose: [80], requires: {store: db.sql}}
  db: {provides: {sql: 3306}, volumes: {data: {size: 1 GiB, mount: /srv}}}
`

/** Starts an `up` and waits until one of its servers is being built. */
const upUntilItBuilds = async (here: RunningCloud): Promise<Running> => {
  const running = await here.portolan.start([...(await up(here)), '--events'])
  await running.line((line) => line.includes('"node.waiting"') && line.includes('"kind":"server"'))
  return running
}

const up = async ({ clouds, embedded }: RunningCloud): Promise<readonly string[]> => {
  const file = join(clouds.folder, 'shop.yaml')
  await writeFile(file, workload)
  return ['up', file, '--cloud', embedded.name, '--yes']
}

/** `up` again must end with all of it there once, `down` with nothing. */
const goesOn = async (here: RunningCloud): Promise<void> => {
  const again = await here.portolan.run(await up(here))
  expect(again.code, again.stderr).toBe(0)
  const added = await here.added()
  for (const kind of ['server shop--web-1 active', 'server shop--db-1 active', 'volume shop--db-1-data at shop--db-1'])
    expect(added.filter((line) => line.startsWith(kind))).toHaveLength(1)
  expect(added.filter((line) => line.startsWith('server '))).toHaveLength(2)
  const plan = await here.portolan.run(['plan', join(here.clouds.folder, 'shop.yaml'), '--detailed-exitcode'])
  expect(plan.code, plan.stdout).toBe(0)
  const down = await here.portolan.run(['down', '--yes'])
  expect(down.code, down.stderr).toBe(0)
  expect(await here.added()).toEqual([])
  expect(here.unexpected).toEqual([])
}

test('Ctrl-C once finishes what is in flight, saves and exits 130; up goes on from there', async () => {
  await using here = await startRunningCloud({ latency: { apiCall: 5, serverBuild: 2000, attach: 500 } })
  const running = await upUntilItBuilds(here)
  running.process.kill('SIGINT')
  const { code, stderr, stdout } = await running.ended
  expect(code).toBe(130)
  expect(stderr).toContain('Finishing what is in flight. Ctrl-C again stops at once.')
  expect(stderr).toContain('Stopped and saved. up goes on from here; down takes it away.')
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; key?: string; result?: string })
  const draining = events.findIndex(({ type }) => type === 'run.draining')
  const after = events.slice(draining)
  expect(draining).toBeGreaterThan(0)
  expect(after.filter(({ type }) => type === 'node.started')).toEqual([])
  expect(after.filter(({ type, key }) => type === 'node.done' && key?.startsWith('server/'))).not.toEqual([])
  expect(events.at(-1)).toMatchObject({ type: 'run.finished', result: 'stopped' })
  // Nothing is half done: what was begun is there.
  expect((await here.added()).filter((line) => line.startsWith('server ') && !line.includes(' active '))).toEqual([])
  await goesOn(here)
})

test('Ctrl-C twice stops at once, whatever is in flight; up goes on from there', async () => {
  await using here = await startRunningCloud({ latency: { apiCall: 5, serverBuild: 6000 } })
  const running = await upUntilItBuilds(here)
  running.process.kill('SIGINT')
  await running.line((line) => line.includes('"run.draining"'))
  const secondAt = Date.now()
  running.process.kill('SIGINT')
  const { code, stderr } = await running.ended
  expect(Date.now() - secondAt).toBeLessThan(2000)
  expect(code).toBe(130)
  expect(stderr).not.toMatch(/\n\s+at /)
  expect((await here.added()).some((line) => line.includes(' building '))).toBe(true)
  await goesOn(here)
})

test('kill -9 from outside while servers are built; up goes on from there', async () => {
  await using here = await startRunningCloud({ latency: { apiCall: 5, serverBuild: 1000 } })
  const running = await upUntilItBuilds(here)
  running.process.kill('SIGKILL')
  expect((await running.ended).signal).toBe('SIGKILL')
  await goesOn(here)
})
