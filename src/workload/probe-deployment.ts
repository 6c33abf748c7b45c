import type { Cloud } from '../cloud/cloud.ts'
import { intervalAfter } from '../cloud/interval.ts'
import type { Journal } from '../journal/journal.ts'
import type { Clock } from '../lib/clock.ts'
import { CloudError } from '../model/cloud-error.ts'
import { asId } from '../model/id.ts'
import type { Probe } from '../model/probe.ts'
import type { Component } from './document.ts'
import type { Reach } from './reach.ts'
import { type ServerState, serverStates } from './status-of.ts'
import { surveyCloud } from './survey.ts'
import type { Workload } from './workload.ts'

/** How one probe of one instance ended. */
export interface ProbeReport {
  readonly component: string
  readonly probe: string
  readonly instance: string
  /** For people: `http://198.18.4.2:80/` or `tcp 198.18.40.11:3306 from lamp--web-1`. */
  readonly target: string
  /** `skipped`: asked of a port that only other instances reach, on a cloud where nobody but them could ask. */
  readonly result: 'passed' | 'failed' | 'skipped'
  /** Why it did not pass; when it passed only after others had failed, nothing. */
  readonly reason?: string
  /** True when a simulated cloud decided it from its own state and no packet was sent. */
  readonly simulated: boolean
  readonly attempts: number
  readonly elapsedMs: number
}

export interface ProbeDeployment {
  readonly workload: Workload
  readonly cloud: Cloud
  readonly journal: Pick<Journal, 'deployment' | 'resources'>
  /** The deployment's name; the workload's own when absent. */
  readonly name?: string
  readonly clock: Clock
  readonly signal: AbortSignal
  /** How packets are sent from here, for clouds whose guests are real. */
  readonly reach: Reach
  /** Bounds every probe's own time-out, in milliseconds. */
  readonly timeoutMs?: number
}

/**
 * Asks all probes of a workload at the same time, each of every instance of its component, again and again until it passes or its time is over. On a simulated
 * cloud the cloud itself answers, and an HTTP probe means that its port is reached; the reports say so.
 */
export const probeDeployment = async (options: ProbeDeployment): Promise<readonly ProbeReport[]> => {
  const { workload, cloud, journal, clock, signal } = options
  const name = options.name ?? workload.document.name
  if (!journal.deployment(name))
    throw new CloudError('not_found', `there is no deployment ${name}`, { hint: `deploy it with: portolan up` })
  const records = journal.resources(name)
  const servers = serverStates(records, await surveyCloud(cloud, records, clock, { signal }))
  const questions = Object.entries(workload.document.components).flatMap(([component, spec]) =>
    Object.entries(spec.probes).flatMap(([probe, wanted]) =>
      servers
        .filter((server) => server.component === component)
        .map((server) => ({
          component,
          spec,
          probe,
          wanted,
          server,
          asker: askerOf(workload, component, spec, wanted, servers),
        })),
    ),
  )
  return Promise.all(questions.map((question) => ask(question, options)))
}

type WantedProbe = Component['probes'][string]

interface Question {
  readonly component: string
  readonly spec: Component
  readonly probe: string
  readonly wanted: WantedProbe
  readonly server: ServerState
  /** A server of a component that requires the port; absent when it is exposed. */
  readonly asker: ServerState | 'outside' | undefined
}

const askerOf = (
  { document }: Workload,
  component: string,
  spec: Component,
  wanted: WantedProbe,
  servers: readonly ServerState[],
): Question['asker'] => {
  const { port } = portOf(wanted)
  if (spec.expose.some((each) => each.port === port)) return 'outside'
  const consumers = Object.entries(document.components).filter(([, { requires }]) =>
    Object.values(requires).some((target) => target.startsWith(`${component}.`)),
  )
  return servers.find((server) => consumers.some(([consumer]) => consumer === server.component))
}

const portOf = ({ port }: WantedProbe): { readonly port: number; readonly protocol: 'tcp' | 'udp' } =>
  port ?? { port: 80, protocol: 'tcp' }

const ask = async (question: Question, options: ProbeDeployment): Promise<ProbeReport> => {
  const { component, probe, wanted, server, asker } = question
  const { cloud, clock, signal, timeoutMs = Number.POSITIVE_INFINITY } = options
  const { port, protocol } = portOf(wanted)
  const address = asker === 'outside' ? server.publicAddress : server.address
  const startedAt = clock.now()
  const from = asker === 'outside' || !asker ? '' : ` from ${asker.name}`
  const target =
    wanted.http !== undefined && asker === 'outside'
      ? `http://${address}:${port}${wanted.http}`
      : `${protocol} ${address}:${port}${from}`
  const report = (result: ProbeReport['result'], attempts: number, reason?: string): ProbeReport => ({
    component,
    probe,
    instance: server.name,
    target,
    result,
    ...(reason === undefined ? {} : { reason }),
    simulated: cloud.guests !== undefined,
    attempts,
    elapsedMs: clock.now() - startedAt,
  })
  if (address === undefined)
    return report('failed', 0, `${server.name} has no ${asker === 'outside' ? 'public ' : ''}address`)
  if (!asker) return report('skipped', 0, 'no component requires this port, so nothing may reach it')
  if (!cloud.guests && asker !== 'outside')
    return report('skipped', 0, `only ${asker.name} and its like may reach this port`)

  if (!cloud.guests && protocol === 'udp')
    return report('skipped', 0, 'whether a UDP port is open cannot be told from here')

  const askOnce = async (): Promise<string | undefined> => {
    if (cloud.guests) {
      const simulated: Probe = {
        from: asker === 'outside' || asker.nativeId === undefined ? 'outside' : { serverId: asId(asker.nativeId) },
        to: { address },
        protocol,
        port,
      }
      const { reached, reason } = await cloud.guests.probe(simulated, { signal })
      return reached ? undefined : (reason ?? 'not reached')
    }
    if (wanted.http === undefined) return options.reach.tcp(address, port, signal)
    return options.reach.http(`http://${address}:${port}${wanted.http}`, wanted, signal)
  }
  const deadline = startedAt + Math.min(wanted.timeout * 1000, timeoutMs)
  const shortest = Math.max(250, cloud.guests ? cloud.traits.pollIntervalMs : 2000)
  for (let attempt = 1; ; attempt += 1) {
    const reason = await askOnce()
    if (reason === undefined) return report('passed', attempt)
    const interval = intervalAfter(clock.now() - startedAt, shortest)
    if (clock.now() + interval > deadline) return report('failed', attempt, reason)
    await clock.sleep(interval, signal)
  }
}
