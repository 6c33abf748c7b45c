import { createHash } from 'node:crypto'
import type { Cloud } from '../cloud/cloud.ts'
import type { Journal, ResourceRecord } from '../journal/journal.ts'
import type { Clock } from '../lib/clock.ts'
import { CloudError } from '../model/cloud-error.ts'
import { asId } from '../model/id.ts'
import type { Found, Keeper, KeeperContext } from './kinds/keeper.ts'
import { keeperOf } from './kinds/keepers.ts'
import type { NodeResolver } from './node-resolver.ts'
import type { Update } from './plan.ts'
import type { NodeKind, NodeSpecs, Outputs, ResourceNode } from './resource-node.ts'

export interface NodeWorkerOptions {
  readonly cloud: Cloud
  readonly journal: Journal
  readonly resolver: NodeResolver
  readonly clock: Clock
  readonly deployment: string
  readonly deploymentUid: string
  readonly run: string
  /** How long after a cut-off create the cloud may still be carrying it out, in milliseconds. */
  readonly inDoubtMs: number
}

/** Makes, changes and takes away single nodes, noting every step before and after it in the journal. */
export class NodeWorker {
  readonly #options: NodeWorkerOptions
  readonly #records: Map<string, ResourceRecord>

  constructor(options: NodeWorkerOptions, records: readonly ResourceRecord[]) {
    this.#options = options
    this.#records = new Map(records.map((record) => [record.key, record]))
    for (const { key, nativeId, outputs, changedAt, state } of records) {
      if (nativeId === undefined) continue
      options.resolver.know(key, nativeId, outputs)
      // What is being deleted may be gone, and its absence is then to be believed.
      if (state !== 'deleting') options.cloud.remember(nativeId, changedAt)
    }
  }

  /** Makes the node, or finishes what a cut-off run had begun of it. */
  async create(
    node: ResourceNode,
    signal: AbortSignal,
    onAccepted: (nativeId: string) => void,
  ): Promise<{ id: string; outputs: Outputs }> {
    const { journal, deployment, resolver } = this.#options
    const keeper = keeperOf(node.kind) as Keeper<NodeKind>
    const context = { ...this.#context(signal), claim: (native: string) => this.#claim(node.key, native) }
    const record = this.#records.get(node.key)
    const spec = JSON.stringify(node.spec)
    const resumes =
      record !== undefined && record.spec === spec && (record.state === 'begun' || record.state === 'made')
    let id = resumes ? record.nativeId : undefined
    const token = resumes ? record.token : this.#newToken(node.key)
    if (id === undefined) {
      if (resumes) await this.#findSettled(record, keeper, context)
      else {
        const { key, kind, name, dependsOn } = node
        journal.beginCreate(deployment, { key, kind, name, token, spec, dependsOn, fills: filledBy(node) })
      }
    }
    const make = async (wanted: NodeSpecs[NodeKind]): Promise<{ id: string; outputs: Outputs }> => {
      let made = id
      try {
        if (made === undefined) {
          made = await keeper.create(wanted, context, { signal, token })
          journal.recordMade(deployment, node.key, made)
        }
        onAccepted(made)
        return { id: made, outputs: await keeper.settle(made, wanted, context) }
      } catch (error) {
        const instead = error instanceof CloudError ? keeper.instead?.(wanted, error) : undefined
        if (!instead) throw error
        if (made !== undefined) await keeper.remove(made, context, wanted)
        id = undefined
        return make(instead)
      }
    }
    const { id: native, outputs } = await make(node.spec)
    journal.recordReady(deployment, node.key, outputs)
    resolver.know(node.key, native, outputs)
    return { id: native, outputs }
  }

  /** Changes in place what can be changed in place: only servers have such things. */
  async update(node: ResourceNode, id: string, updates: readonly Update[], signal: AbortSignal): Promise<void> {
    const { cloud, journal, deployment } = this.#options
    if (node.kind !== 'server') throw new CloudError('internal', `${node.key} cannot be changed in place`)
    const call = { signal }
    for (const update of updates) {
      if (update === 'metadata') await cloud.servers.setMetadata(asId(id), node.spec.metadata, call)
      if (update === 'flavor') await cloud.resizeServer(asId(id), node.spec.flavorId, call)
      if (update === 'start') {
        await cloud.servers.start(asId(id), call)
        await cloud.until('server', asId(id), ({ status }) => status === 'active', call)
      }
    }
    journal.recordSpec(deployment, node.key, JSON.stringify(node.spec), node.dependsOn)
  }

  /** Takes away what a record stands for, finding it first when its create was cut off. What others still hold is waited for. */
  async remove(key: string, signal: AbortSignal): Promise<void> {
    const { journal, deployment, resolver } = this.#options
    const record = this.#records.get(key)
    if (!record) return
    const keeper = keeperOf(record.kind as NodeKind) as Keeper<NodeKind>
    const context = this.#context(signal)
    const id = record.nativeId ?? (await this.#findBegun(record, keeper, context))
    if (id !== undefined) {
      if (record.nativeId !== undefined) journal.beginDelete(deployment, key)
      const spec = JSON.parse(record.spec) as NodeSpecs[NodeKind]
      await this.#whileInUse(() => keeper.remove(id, context, spec), signal)
    }
    journal.recordGone(deployment, key)
    this.#records.delete(key)
    resolver.forget(key)
  }

  #context(signal: AbortSignal): KeeperContext {
    const { cloud, resolver } = this.#options
    const { id, output, text } = resolver
    return { cloud, call: { signal }, id, output, text, claim: () => false }
  }

  /** The look and the record are one turn: no other node of this process comes between. */
  #claim(key: string, nativeId: string): boolean {
    const { journal, deployment } = this.#options
    const has = (name: string) => journal.resources(name).some((record) => record.nativeId === nativeId)
    if (journal.deployments().some(({ name }) => has(name))) return false
    journal.recordMade(deployment, key, nativeId)
    return true
  }

  #newToken(key: string): string {
    const { deploymentUid, run } = this.#options
    return createHash('sha256').update(`${deploymentUid} ${run} ${key}`).digest('hex').slice(0, 40)
  }

  /**
   * Looks for what a cut-off create made. The request may still be carried out for a while, during which nothing is asked; and what it made may be shown
   * later still, so that finding nothing is believed only after the cloud's consistency window.
   */
  async #findSettled(
    record: ResourceRecord,
    keeper: Keeper<NodeKind>,
    context: KeeperContext,
  ): Promise<Found | undefined> {
    const { clock, cloud, inDoubtMs } = this.#options
    const spec = JSON.parse(record.spec) as NodeSpecs[NodeKind]
    const look = async (notBefore: number): Promise<Found | undefined> => {
      const wait = notBefore - clock.now()
      if (wait > 0) await clock.sleep(Math.min(wait, 60_000), context.call.signal)
      try {
        return await keeper.find(spec, context)
      } catch (error) {
        if (!(error instanceof CloudError && error.code === 'not_found')) throw error
        return undefined
      }
    }
    const doneBy = record.changedAt + inDoubtMs
    const shownBy = doneBy + cloud.traits.consistencyWindowMs
    const isShown = clock.now() >= shownBy
    const found = await look(doneBy)
    return found || isShown || shownBy === doneBy ? found : look(shownBy)
  }

  async #findBegun(
    record: ResourceRecord,
    keeper: Keeper<NodeKind>,
    context: KeeperContext,
  ): Promise<string | undefined> {
    const found = await this.#findSettled(record, keeper, context)
    if (!found || found.certain) return found?.id
    const spec = JSON.parse(record.spec) as NodeSpecs[NodeKind]
    // Something has its name. The same create again tells whether that is ours: it then gives it, else makes one that goes at once.
    const { resolver } = this.#options
    const blank: KeeperContext = { ...context, text: () => '' }
    return keeper.create(spec, { ...blank, output: resolver.output }, { ...context.call, token: record.token })
  }

  async #whileInUse(remove: () => Promise<void>, signal: AbortSignal): Promise<void> {
    const { clock, cloud } = this.#options
    const interval = Math.max(20, cloud.traits.pollIntervalMs)
    for (let waited = 0; ; waited += interval) {
      try {
        return await remove()
      } catch (error) {
        if (!(error instanceof CloudError && error.code === 'conflict') || waited > 120_000) throw error
        await clock.sleep(interval, signal)
      }
    }
  }
}

/** A volume may be written to as soon as a server is to have it. */
const filledBy = (node: ResourceNode): readonly string[] =>
  node.kind === 'attachment' && 'node' in node.spec.volume ? [node.spec.volume.node] : []
