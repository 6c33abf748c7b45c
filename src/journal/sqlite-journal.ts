import type { Database } from 'better-sqlite3'
import type { Clock } from '../lib/clock.ts'
import { CloudError } from '../model/cloud-error.ts'
import type { DeploymentLocks } from './deployment-lock.ts'
import type { DeploymentRecord, Journal, JournalStep, ResourceRecord, ResourceState, RunRecord } from './journal.ts'
import { asJournalError } from './journal-error.ts'

interface SqliteJournalOptions {
  readonly database: Database
  readonly path: string
  readonly clock: Clock
  readonly onStep: (step: JournalStep) => void
  readonly locks: DeploymentLocks
}

/** The journal over an open database that has its schema. */
export const sqliteJournal = ({ database, path, clock, onStep, locks }: SqliteJournalOptions): Journal => {
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work()
    } catch (error) {
      throw asJournalError(error, path)
    }
  }
  const statements = guarded(() => prepare(database))
  /** One transaction that also moves the deployment's revision on. */
  const write = (deployment: string, name: string, work: () => { changes: number } | undefined, key?: string): void => {
    const step = { deployment, write: name, ...(key === undefined ? {} : { key }) }
    onStep({ phase: 'before', ...step })
    guarded(() =>
      database.transaction(() => {
        if (work()?.changes === 0)
          throw new CloudError('internal', `the journal has no ${key ?? 'such run'} of ${deployment} to record`)
        statements.touch.run(clock.now(), deployment)
      })(),
    )
    onStep({ phase: 'after', ...step })
  }
  const deployment = (name: string): DeploymentRecord | undefined =>
    guarded(() => {
      const row = statements.deployment.get(name) as DeploymentRow | undefined
      return row && deploymentOf(row)
    })

  return {
    deployments: () => guarded(() => (statements.deployments.all() as DeploymentRow[]).map(deploymentOf)),
    deployment,
    openDeployment: ({ name, uid, cloud, workload }) => {
      const at = clock.now()
      write(name, 'openDeployment', () =>
        statements.openDeployment.run(name, uid, JSON.stringify(cloud), JSON.stringify(workload), at, at),
      )
      const opened = deployment(name)
      if (!opened) throw new CloudError('internal', `the journal ${path} lost the deployment ${name}`)
      return opened
    },
    forgetDeployment: (name) => {
      write(name, 'forgetDeployment', () => {
        statements.forgetDeployment.run(name)
        return undefined
      })
    },

    resources: (name) => guarded(() => (statements.resources.all(name) as ResourceRow[]).map(resourceOf)),
    beginCreate: (name, { key, kind, name: resource, token, spec, dependsOn, fills = [] }) =>
      write(
        name,
        'beginCreate',
        () => {
          for (const filled of fills) statements.fill.run(name, filled)
          return statements.beginCreate.run(
            name,
            key,
            kind,
            resource,
            token,
            spec,
            JSON.stringify(dependsOn),
            clock.now(),
          )
        },
        key,
      ),
    recordMade: (name, key, nativeId) =>
      write(name, 'recordMade', () => statements.recordMade.run(nativeId, clock.now(), name, key), key),
    recordReady: (name, key, outputs) =>
      write(
        name,
        'recordReady',
        () => statements.recordReady.run(JSON.stringify(outputs), clock.now(), name, key),
        key,
      ),
    recordSpec: (name, key, spec, dependsOn) =>
      write(
        name,
        'recordSpec',
        () => statements.recordSpec.run(spec, JSON.stringify(dependsOn), clock.now(), name, key),
        key,
      ),
    beginDelete: (name, key) =>
      write(name, 'beginDelete', () => statements.beginDelete.run(clock.now(), name, key), key),
    recordGone: (name, key) => write(name, 'recordGone', () => statements.recordGone.run(name, key), key),

    runs: (name) => guarded(() => (statements.runs.all(name) as RunRow[]).map(runOf)),
    startRun: (name, id, intent) =>
      write(name, 'startRun', () => statements.startRun.run(id, name, intent, clock.now())),
    finishRun: (id, result) => {
      const run = guarded(() => statements.run.get(id)) as RunRow | undefined
      // A removal forgets its deployment, and with it its runs.
      if (run) write(run.deployment, 'finishRun', () => statements.finishRun.run(clock.now(), result, id))
    },

    lock: (name) => locks.take(name),
    [Symbol.dispose]: () => {
      locks[Symbol.dispose]()
      database.close()
    },
  }
}

interface DeploymentRow {
  name: string
  uid: string
  cloud: string
  workload: string
  revision: number
  created_at: number
  changed_at: number
}
interface ResourceRow {
  key: string
  kind: string
  name: string
  state: ResourceState
  token: string
  native_id: string | null
  spec: string
  depends_on: string
  outputs: string
  holds_data: number
  changed_at: number
}
interface RunRow {
  id: string
  deployment: string
  intent: string
  started_at: number
  finished_at: number | null
  result: string | null
}

const deploymentOf = (row: DeploymentRow): DeploymentRecord => ({
  name: row.name,
  uid: row.uid,
  cloud: JSON.parse(row.cloud),
  workload: JSON.parse(row.workload),
  revision: row.revision,
  createdAt: row.created_at,
  changedAt: row.changed_at,
})

const resourceOf = (row: ResourceRow): ResourceRecord => ({
  key: row.key,
  kind: row.kind,
  name: row.name,
  state: row.state,
  token: row.token,
  ...(row.native_id === null ? {} : { nativeId: row.native_id }),
  spec: row.spec,
  dependsOn: JSON.parse(row.depends_on),
  outputs: JSON.parse(row.outputs),
  holdsData: row.holds_data === 1,
  changedAt: row.changed_at,
})

const runOf = (row: RunRow): RunRecord => ({
  id: row.id,
  deployment: row.deployment,
  intent: row.intent,
  startedAt: row.started_at,
  ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
  ...(row.result === null ? {} : { result: row.result }),
})

const prepare = (database: Database) => ({
  touch: database.prepare('update deployment set revision = revision + 1, changed_at = ? where name = ?'),
  deployments: database.prepare('select * from deployment order by name'),
  deployment: database.prepare('select * from deployment where name = ?'),
  openDeployment: database.prepare(
    `insert into deployment (name, uid, cloud, workload, revision, created_at, changed_at) values (?, ?, ?, ?, 0, ?, ?)
     on conflict (name) do update set workload = excluded.workload`,
  ),
  forgetDeployment: database.prepare('delete from deployment where name = ?'),
  resources: database.prepare('select * from resource where deployment = ? order by position'),
  beginCreate: database.prepare(
    `insert into resource (deployment, key, kind, name, state, token, spec, depends_on, outputs, changed_at)
     values (?, ?, ?, ?, 'begun', ?, ?, ?, '{}', ?)
     on conflict (deployment, key) do update set kind = excluded.kind, name = excluded.name, state = 'begun',
       token = excluded.token, native_id = null, spec = excluded.spec, depends_on = excluded.depends_on, outputs = '{}', holds_data = 0, changed_at = excluded.changed_at`,
  ),
  fill: database.prepare('update resource set holds_data = 1 where deployment = ? and key = ?'),
  recordMade: database.prepare(
    `update resource set state = 'made', native_id = ?, changed_at = ? where deployment = ? and key = ?`,
  ),
  recordReady: database.prepare(
    `update resource set state = 'ready', outputs = ?, changed_at = ? where deployment = ? and key = ?`,
  ),
  recordSpec: database.prepare(
    'update resource set spec = ?, depends_on = ?, changed_at = ? where deployment = ? and key = ?',
  ),
  beginDelete: database.prepare(
    `update resource set state = 'deleting', changed_at = ? where deployment = ? and key = ?`,
  ),
  recordGone: database.prepare('delete from resource where deployment = ? and key = ?'),
  run: database.prepare('select * from run where id = ?'),
  runs: database.prepare('select * from run where deployment = ? order by started_at, id'),
  startRun: database.prepare('insert into run (id, deployment, intent, started_at) values (?, ?, ?, ?)'),
  finishRun: database.prepare('update run set finished_at = ?, result = ? where id = ?'),
})
