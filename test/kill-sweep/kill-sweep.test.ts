import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Cloud } from '../../src/cloud/cloud.ts'
import { startEmbeddedCloud } from '../../src/embedded/embedded-cloud.ts'
import { classic } from '../../src/embedded/profiles/classic.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { Disposal } from '../../src/lib/disposal.ts'
import { systemRandom } from '../../src/lib/random.ts'
import { nodeKinds } from '../../src/workload/resource-node.ts'
import { entriesOf, writeCloudsFile } from '../clients/clouds-file.ts'
import { type Ended, PortolanCommand } from '../portolan-command.ts'
import { enterEmbeddedCloud, projectInventory } from '../project-inventory.ts'

/** So many sweeps go at once, each against a cloud of its own. */
const lanes = 5
const workload = join(import.meta.dirname, 'every-kind.yaml')
const dieAtWrite = pathToFileURL(join(import.meta.dirname, 'die-at-write.mjs')).href

/** Long enough that a kill meets requests that are on their way and resources that are half made. */
const latency = { apiCall: 3, networkCreate: 20, volumeCreate: 40, volumeDelete: 30, serverBuild: 60, serverDelete: 40 }

interface Lane {
  readonly cloud: Cloud
  /** The command line of a user who has deployed nothing yet. */
  newUser(): PortolanCommand
}

const open = new Disposal()
const unexpected: unknown[] = []
afterAll(() => open[Symbol.asyncDispose]())

const openLane = async (lane: number): Promise<Lane> => {
  const embedded = open.use(
    await startEmbeddedCloud({
      profile: classic,
      name: `classic-${lane}`,
      clock: systemClock,
      random: systemRandom,
      latency: { ...latency, attach: 20, detach: 20, guestBoot: 20, jitter: 0.5 },
      onUnexpected: (error) => unexpected.push(error),
    }),
  )
  const clouds = open.use(await writeCloudsFile(entriesOf(embedded)))
  let users = 0
  const newUser = () => {
    users += 1
    return new PortolanCommand(clouds, `user-${users}`)
  }
  return { cloud: open.use(await enterEmbeddedCloud(embedded, clouds)), newUser }
}

const actions = {
  up: (cloud: Cloud) => ['up', workload, '--cloud', cloud.name, '--yes'],
  down: () => ['down', '--yes'],
} as const
type Action = keyof typeof actions

let first: Lane
let empty: readonly string[]
let wanted: readonly string[]
let writes: Readonly<Record<Action, number>>

const well = async (run: Promise<Ended>, about: string): Promise<void> => {
  const { code, stderr } = await run
  expect(code, `${about}: ${stderr}`).toBe(0)
}

beforeAll(async () => {
  first = await openLane(1)
  const user = first.newUser()
  const count = async (action: Action): Promise<number> => {
    const countFile = join(user.stateFolder, `writes-of-${action}`)
    const options = { nodeOptions: ['--import', dieAtWrite], env: { COUNT_WRITES: countFile } }
    await well(user.run(actions[action](first.cloud), options), action)
    return Number(await readFile(countFile, 'utf8'))
  }
  empty = await projectInventory(first.cloud)
  const up = await count('up')
  wanted = await projectInventory(first.cloud)
  writes = { up, down: await count('down') }
})

it('sweeps over a workload with every kind of node, and over every write', async () => {
  const { stdout } = await first.newUser().run(['plan', workload, '--cloud', first.cloud.name, '-o', 'name'])
  const planned = stdout.trim().split('\n')
  expect(new Set(planned.map((key) => key.split('/')[0]))).toEqual(new Set(nodeKinds))
  // A node is begun, made and ready; a run is opened, started and finished.
  expect(writes).toEqual({ up: 3 * planned.length + 3, down: 2 * planned.length + 2 })
  expect(await projectInventory(first.cloud)).toEqual(empty)
})

it('kill -9 at any write: up again doubles nothing, down leaves nothing', { timeout: 1_800_000 }, async () => {
  const steps = Array.from({ length: writes.up }, (_, index) => index + 1)
  const kills: Record<Action, number> = { up: 0, down: 0 }

  const sweep = async ({ cloud, newUser }: Lane): Promise<void> => {
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      const user = newUser()
      const killThen = async (action: Action, then: Action): Promise<void> => {
        if (step > writes[action]) return
        const about = `killed at write ${step} of ${action}, then ${then}`
        const killed = await user.run(actions[action](cloud), {
          nodeOptions: ['--import', dieAtWrite],
          env: { DIE_AT_WRITE: String(step) },
        })
        expect(killed.signal, `${about}: ${killed.stderr}`).toBe('SIGKILL')
        kills[action] += 1
        const { code, stderr } = await user.run(actions[then](cloud))
        // Killed before anything was written: there is no deployment to take down.
        const nothingKnown = then === 'down' && step === 1 && stderr.includes('there are no deployments')
        expect(code, `${about}: ${stderr}`).toBe(nothingKnown ? 1 : 0)
        expect(await projectInventory(cloud), about).toEqual(then === 'up' ? wanted : empty)
      }
      await killThen('up', 'up')
      await killThen('down', 'up')
      await killThen('down', 'down')
      if (step > writes.down) await well(user.run(actions.down()), 'down')
      await killThen('up', 'down')
    }
  }
  const others = Array.from({ length: lanes - 1 }, (_, index) => openLane(index + 2))
  await Promise.all([first, ...(await Promise.all(others))].map(sweep))
  expect(kills).toEqual({ up: 2 * writes.up, down: 2 * writes.down })
  expect(unexpected).toEqual([])
})
