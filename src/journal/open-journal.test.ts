import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../lib/clock.ts'
import type { Journal, JournalStep, NewDeployment } from './journal.ts'
import { migrations } from './migrations.ts'
import { openJournal } from './open-journal.ts'

const newPath = () => join(mkdtempSync(join(tmpdir(), 'portolan-journal-')), 'journal.sqlite')
const clock = new ManualClock()
const lamp: NewDeployment = {
  name: 'lamp',
  uid: 'uid-1',
  cloud: { name: 'here', kind: 'simulated', region: 'one' },
  workload: { name: 'lamp', hash: 'a' },
}
const intent = {
  key: 'server/web-1',
  kind: 'server',
  name: 'lamp--web-1',
  token: 't',
  spec: '{}',
  dependsOn: ['port/x'],
}

describe('journal', () => {
  it('has after a new opening what was written before it', async () => {
    const path = newPath()
    {
      using journal = await openJournal({ path, clock })
      journal.openDeployment(lamp)
      journal.beginCreate('lamp', intent)
      journal.recordMade('lamp', intent.key, 'id-1')
      journal.recordReady('lamp', intent.key, { address: '198.18.0.4' })
    }
    using journal = await openJournal({ path, clock })
    expect(journal.resources('lamp')).toEqual([
      {
        ...intent,
        state: 'ready',
        nativeId: 'id-1',
        outputs: { address: '198.18.0.4' },
        holdsData: false,
        changedAt: clock.now(),
      },
    ])
    expect(journal.deployment('lamp')).toMatchObject({ uid: 'uid-1', cloud: lamp.cloud, workload: lamp.workload })
  })

  it('knows what may hold data until that is made anew, and takes it of all that an older version made', async () => {
    const path = newPath()
    const volume = { ...intent, key: 'volume/x', kind: 'volume', name: 'lamp--x' }
    const holders = (journal: Journal) =>
      journal.resources('lamp').flatMap(({ key, holdsData }) => (holdsData ? [key] : []))
    {
      const older = new Sqlite(path)
      older.exec(migrations[0] ?? '')
      older.pragma('user_version = 1')
      older.exec(`insert into deployment values ('lamp', 'uid-1', '{}', '{}', 0, 0, 0)`)
      older.exec(
        `insert into resource values (1, 'lamp', 'volume/old', 'volume', 'n', 'ready', 't', 'i', '{}', '[]', '{}', 0)`,
      )
      older.close()
    }
    using journal = await openJournal({ path, clock })
    expect(holders(journal)).toEqual(['volume/old'])
    journal.beginCreate('lamp', volume)
    expect(holders(journal)).toEqual(['volume/old'])
    journal.beginCreate('lamp', { ...intent, key: 'attachment/x', kind: 'attachment', fills: ['volume/x'] })
    expect(holders(journal)).toEqual(['volume/old', 'volume/x'])
    journal.beginCreate('lamp', volume)
    expect(holders(journal)).toEqual(['volume/old'])
  })

  it("moves the deployment's revision on with every write and keeps its uid", async () => {
    using journal = await openJournal({ path: ':memory:', clock })
    const before = journal.openDeployment(lamp).revision
    journal.beginCreate('lamp', intent)
    journal.openDeployment({ ...lamp, uid: 'uid-2', workload: { name: 'lamp', hash: 'b' } })
    expect(journal.deployment('lamp')).toMatchObject({
      uid: 'uid-1',
      revision: before + 2,
      workload: { name: 'lamp', hash: 'b' },
    })
  })

  it('forgets a deployment with everything it had', async () => {
    using journal = await openJournal({ path: ':memory:', clock })
    journal.openDeployment(lamp)
    journal.startRun('lamp', 'run-1', 'deploy')
    journal.beginCreate('lamp', intent)
    journal.forgetDeployment('lamp')
    expect([journal.deployments(), journal.resources('lamp'), journal.runs('lamp')]).toEqual([[], [], []])
    expect(() => journal.finishRun('run-1', 'done')).not.toThrow()
  })

  it('tells of every write before and after it', async () => {
    const steps: JournalStep[] = []
    using journal = await openJournal({ path: ':memory:', clock, onStep: (step) => steps.push(step) })
    journal.openDeployment(lamp)
    journal.beginCreate('lamp', intent)
    expect(steps.map(({ phase, write, key }) => [phase, write, key])).toEqual([
      ['before', 'openDeployment', undefined],
      ['after', 'openDeployment', undefined],
      ['before', 'beginCreate', intent.key],
      ['after', 'beginCreate', intent.key],
    ])
  })

  it('lets one run at a time have a deployment, and frees it when its journal closes', async () => {
    const path = newPath()
    const first = await openJournal({ path, clock })
    using second = await openJournal({ path, clock })
    first.lock('lamp')
    expect(() => first.lock('lamp')).toThrow(/another run has the deployment lamp/)
    expect(() => second.lock('lamp')).toThrow(/another run has the deployment lamp/)
    second.lock('other')[Symbol.dispose]()
    first[Symbol.dispose]()
    second.lock('lamp')[Symbol.dispose]()
    second.lock('lamp')[Symbol.dispose]()
  })

  it('can be read by its owner alone', async () => {
    const path = newPath()
    using _journal = await openJournal({ path, clock })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('refuses a file that a newer version wrote', async () => {
    const path = newPath()
    const newer = new Sqlite(path)
    newer.pragma('user_version = 99')
    newer.close()
    await expect(openJournal({ path, clock })).rejects.toMatchObject({ code: 'invalid', message: /newer portolan/ })
  })

  it('makes its folder', async () => {
    using journal = await openJournal({ path: join(newPath(), 'x', 'y'), clock })
    expect(journal.deployments()).toEqual([])
  })

  it('says what to do when its folder cannot be made or its file is no database', async () => {
    const path = newPath()
    writeFileSync(path, 'not a database, but long enough to have a header'.repeat(10))
    await expect(openJournal({ path: join(path, 'x'), clock })).rejects.toMatchObject({
      name: 'CloudError',
      hint: expect.stringContaining('XDG_STATE_HOME'),
    })
    await expect(openJournal({ path, clock })).rejects.toMatchObject({ hint: expect.stringContaining('not a journal') })
  })

  it('says what to do when the disk is full, and keeps what it had', async () => {
    const path = newPath()
    const journal = await openJournal({ path, clock })
    journal.openDeployment(lamp)
    journal[Symbol.dispose]()
    const limited = new Sqlite(path)
    limited.pragma('journal_mode = WAL')
    const pages = Number(limited.pragma('page_count', { simple: true }))
    const { sqliteJournal } = await import('./sqlite-journal.ts')
    // SQLite answers a reached page limit as it answers a full disk.
    limited.pragma(`max_page_count = ${pages}`)
    using full = sqliteJournal({
      database: limited,
      path,
      clock,
      onStep: () => {},
      locks: { take: () => ({ [Symbol.dispose]: () => {} }), [Symbol.dispose]: () => {} },
    })
    const fill = () => {
      for (let number = 0; number < 200; number += 1)
        full.beginCreate('lamp', { ...intent, key: `server/${number}`, spec: 'x'.repeat(4000) })
    }
    expect(fill).toThrowError(
      expect.objectContaining({
        message: expect.stringContaining('disk is full'),
        hint: expect.stringContaining('free some space'),
      }),
    )
    expect(full.deployment('lamp')).toBeDefined()
  })
})
