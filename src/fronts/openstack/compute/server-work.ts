import { collect } from '../../../lib/async-iterable.ts'
import { CloudError } from '../../../model/cloud-error.ts'
import { asId } from '../../../model/id.ts'
import type { Server, ServerSpec } from '../../../model/server.ts'
import { sizeRefusal } from '../block-storage/volume-type-size.ts'
import type { Front } from '../kernel/front.ts'
import type { ComputeCall } from './compute-call.ts'
import type { KeyPairs } from './key-pairs.ts'
import { attachDisk, deleteDisk, makeDisk } from './planned-disks.ts'
import { faultOf } from './server-fault.ts'
import type { EmbeddedFlavor, ServerRecord, ServerTask } from './server-record.ts'
import type { Servers } from './servers.ts'
import { without } from './without.ts'

type TaskOf<Name extends ServerTask['name']> = Extract<ServerTask, { readonly name: Name }>

interface Running {
  readonly done: Promise<void>
  readonly stop: AbortController
}

/** A task without the request that asked for it. */
export type Job = ServerTask extends infer Task ? (Task extends ServerTask ? Omit<Task, 'requestId'> : never) : never

/** Everything that is done to a server after the answer was given. Each task is noted with the server first, so that `resume` goes on with it. */
export class ServerWork {
  readonly #front: Front
  readonly #servers: Servers
  readonly #keyPairs: KeyPairs
  readonly #running = new Map<string, Running>()

  constructor(front: Front, servers: Servers, keyPairs: KeyPairs) {
    this.#front = front
    this.#servers = servers
    this.#keyPairs = keyPairs
  }

  /** Notes the task and starts it; a task that was under way is told to stop first. */
  begin(call: ComputeCall, id: string, action: string, job: Job): void {
    const task = { ...job, requestId: call.requestId } as ServerTask
    this.#noteAction(call, id, action)
    const interrupted = this.#servers.get(id)?.task
    if (interrupted) this.#servers.actions.finish(id, interrupted.requestId, `interrupted by ${action}`)
    this.#servers.change(id, (record) => ({ ...record, task }))
    this.#start(id, task)
  }

  /** Notes something that was done at once: there is no task. */
  done(call: ComputeCall, id: string, action: string): void {
    this.#noteAction(call, id, action)
    this.#servers.actions.finish(id, call.requestId)
  }

  /** Starts the building of a server that was just added with its task. */
  build(call: ComputeCall, record: ServerRecord): void {
    this.#noteAction(call, record.id, 'create')
    if (record.task) this.#start(record.id, record.task)
  }

  /** Goes on with every task that an earlier process left, and with resizes that confirm themselves. */
  resume(): void {
    for (const { id, task, resizedFrom } of [...this.#servers.list()]) {
      if (task) this.#start(id, task)
      else if (resizedFrom) this.#confirmLater(id, resizedFrom)
    }
  }

  #noteAction(call: ComputeCall, serverId: string, action: string): void {
    const { requestId, caller } = call
    const projectId = caller.projectId ?? this.#servers.get(serverId)?.projectId ?? ''
    this.#servers.actions.start({ serverId, action, requestId, userId: caller.userId, projectId })
  }

  #start(id: string, task: ServerTask): void {
    const earlier = this.#running.get(id)
    earlier?.stop.abort(new CloudError('canceled', 'another request was made'))
    const stop = new AbortController()
    const signal = AbortSignal.any([stop.signal, this.#front.tasks.signal])
    const done = (async () => {
      await earlier?.done
      if (!signal.aborted) await this.#perform(id, task, signal)
    })().finally(() => {
      if (this.#running.get(id)?.stop === stop) this.#running.delete(id)
    })
    this.#running.set(id, { done, stop })
    this.#front.tasks.run(`${task.name} of server ${id}`, () => done)
  }

  async #perform(id: string, task: ServerTask, signal: AbortSignal): Promise<void> {
    try {
      await this.#workOn(id, task, signal)
      this.#end(id, task)
    } catch (error) {
      if (!signal.aborted) this.#fail(id, task, error)
    }
  }

  #workOn(id: string, task: ServerTask, signal: AbortSignal): Promise<void> {
    switch (task.name) {
      case 'spawning':
        return this.#build(id, signal)
      case 'deleting':
        return this.#delete(id, signal)
      case 'powering-on':
        return this.#power(id, 'start', signal)
      case 'powering-off':
        return this.#power(id, 'stop', signal)
      case 'rebooting':
      case 'rebooting_hard':
        return this.#reboot(id, task.name === 'rebooting' ? 'soft' : 'hard', signal)
      case 'resize_prep':
        return this.#resize(id, task, signal)
      case 'resize_confirming':
      case 'resize_reverting':
        return this.#settleResize(id, task.name, signal)
      case 'rebuilding':
        return this.#rebuild(id, task, signal)
      case 'image_snapshot':
        return this.#front.mirror.realize('image', task.imageId).then(() => {})
    }
  }

  #end(id: string, task: ServerTask): void {
    this.#servers.change(id, (record) => (record.task?.requestId === task.requestId ? without(record, 'task') : record))
    this.#servers.actions.finish(id, task.requestId)
  }

  #fail(id: string, task: ServerTask, error: unknown): void {
    const fault = faultOf(this.#front, error)
    this.#servers.actions.finish(id, task.requestId, fault.details ?? fault.message)
    const undeletable = task.name === 'deleting' ? { undeletable: true as const } : {}
    this.#servers.change(id, (record) => ({ ...without(record, 'task'), ...undeletable, fault }))
  }

  async #build(id: string, signal: AbortSignal): Promise<void> {
    const { mirror } = this.#front
    const record = this.#servers.get(id)
    if (!record?.plan) return
    const { spec, publicKey, bootDisk, disks } = record.plan
    const made = [...record.disks]
    if (!mirror.get('server', id)) {
      const { projectId, keyName } = record
      const key = publicKey === undefined || keyName === null ? undefined : { name: keyName, publicKey }
      const keyPairId = key && (await this.#keyPairs.below(key.name, key.publicKey, projectId))
      let { boot } = spec
      if (bootDisk) {
        const disk = await makeDisk(this.#front, `${id}-boot`, record, bootDisk, signal)
        made.push({ ...disk, boot: true })
        this.#servers.change(id, (now) => ({ ...now, disks: [...made] }))
        boot = { volumeId: mirror.nativeId('volume', disk.volumeId) }
      }
      if (!boot) throw new CloudError('invalid', 'Nothing to boot from.')
      await this.#refuseBootVolume(id, boot)
      signal.throwIfAborted()
      mirror.reserve('server', { ...spec, boot, ...(keyPairId === undefined ? {} : { keyPairId }) }, { id, projectId })
    }
    await mirror.realize('server', id)
    await this.#until(id, ({ status }) => status !== 'building', signal)
    for (const [index, planned] of disks.entries()) {
      const disk = await makeDisk(this.#front, `${id}-${index}`, record, planned, signal)
      await attachDisk(this.#front, `${id}-${index}-attachment`, record, disk)
      made.push(disk)
    }
    this.#servers.change(id, (now) => ({
      ...without(now, 'plan'),
      disks: made,
      launchedAt: this.#front.timestamp(),
    }))
  }

  /** Nova asks Cinder for the boot volume only while it builds (openstack/nova `nova/compute/manager.py`, `BuildAbortException`). */
  async #refuseBootVolume(id: string, boot: ServerSpec['boot']): Promise<void> {
    if (!('volumeGiB' in boot)) return
    const types = await this.#front.mirror.act(async ({ volumes }, call) =>
      volumes ? collect(volumes.types(call)) : [],
    )
    const type = types.find((each) => each.default)
    const refusal = type && sizeRefusal(type, boot.volumeGiB)
    if (refusal) throw new CloudError('invalid', `Build of instance ${id} aborted: ${refusal.message}`)
  }

  async #delete(id: string, signal: AbortSignal): Promise<void> {
    const { mirror } = this.#front
    const pending = mirror.get('server', id)
    // What is being created below has no id yet: it is waited for, since nothing else could ever delete it.
    if (pending && pending.nativeId === undefined) await mirror.realize('server', id).catch(() => undefined)
    await mirror.delete('server', id)
    while (mirror.get('server', id)) await this.#news(id, signal)
    const record = this.#servers.get(id)
    for (const portId of record?.madePorts ?? []) await mirror.delete('port', portId)
    for (const { volumeId, deleteOnTermination } of record?.disks ?? [])
      if (deleteOnTermination) await deleteDisk(this.#front, volumeId, signal)
    this.#servers.bury(id)
  }

  async #power(id: string, direction: 'start' | 'stop', signal: AbortSignal): Promise<void> {
    const nativeId = this.#front.mirror.nativeId('server', id)
    await this.#front.mirror.act((driver, call) => driver.servers[direction](nativeId, call))
    await this.#front.mirror.refresh('server', id)
    await this.#until(id, ({ status }) => status === (direction === 'start' ? 'active' : 'stopped'), signal)
  }

  async #reboot(id: string, kind: 'soft' | 'hard', signal: AbortSignal): Promise<void> {
    const { mirror } = this.#front
    if (mirror.get('server', id)?.native?.status === 'stopped') return this.#power(id, 'start', signal)
    const nativeId = mirror.nativeId('server', id)
    await mirror.act((driver, call) => driver.servers.reboot(nativeId, kind, call), { repeatable: false })
    await mirror.refresh('server', id)
    await this.#until(id, ({ status }) => status === 'active', signal)
  }

  async #resize(id: string, task: TaskOf<'resize_prep'>, signal: AbortSignal): Promise<void> {
    const before = this.#servers.get(id)?.flavor
    if (!before) return
    await this.#changeSize(id, task.flavor, task.wasStopped, signal)
    this.#servers.change(id, (record) => ({ ...record, flavor: task.flavor, resizedFrom: before }))
    this.#confirmLater(id, before)
  }

  async #changeSize(id: string, flavor: EmbeddedFlavor, stayStopped: boolean, signal: AbortSignal): Promise<void> {
    const { mirror, driver } = this.#front
    const nativeId = mirror.nativeId('server', id)
    const target = asId<'flavor'>(flavor.id)
    let native = mirror.get('server', id)?.native
    if (native?.flavorId !== target) {
      if (driver.traits.resizeNeedsStop && native?.status !== 'stopped') await this.#power(id, 'stop', signal)
      await mirror.act((below, call) => below.servers.resize(nativeId, target, call), { repeatable: false })
      await mirror.refresh('server', id)
    }
    native = await this.#until(id, ({ status, flavorId }) => flavorId === target && status !== 'resizing', signal)
    if (!stayStopped && native.status === 'stopped') await this.#power(id, 'start', signal)
  }

  async #settleResize(id: string, direction: ServerTask['name'], signal: AbortSignal): Promise<void> {
    const { mirror, driver } = this.#front
    const { confirmation } = driver.servers
    const record = this.#servers.get(id)
    const old = direction === 'resize_reverting' ? record?.resizedFrom : undefined
    if (confirmation && mirror.get('server', id)?.native?.status === 'resize_pending') {
      const nativeId = mirror.nativeId('server', id)
      const settle = old ? confirmation.revert : confirmation.confirm
      await mirror.act((_driver, call) => settle.call(confirmation, nativeId, call))
      await mirror.refresh('server', id)
      await this.#until(id, ({ status }) => status !== 'resize_pending' && status !== 'resizing', signal)
    } else if (old) {
      await this.#changeSize(id, old, mirror.get('server', id)?.native?.status === 'stopped', signal)
    }
    this.#servers.change(id, (now) => ({ ...without(now, 'resizedFrom'), ...(old ? { flavor: old } : {}) }))
  }

  async #rebuild(id: string, { imageId }: TaskOf<'rebuilding'>, signal: AbortSignal): Promise<void> {
    const { mirror } = this.#front
    const nativeId = mirror.nativeId('server', id)
    const image = mirror.nativeId('image', imageId)
    await mirror.act(
      (driver, call) => {
        if (!driver.servers.rebuild) throw new CloudError('unsupported', 'the cloud below cannot rebuild servers')
        return driver.servers.rebuild(nativeId, image, call)
      },
      { repeatable: false },
    )
    await mirror.refresh('server', id)
    await this.#until(id, ({ status }) => status === 'active' || status === 'stopped', signal)
    this.#servers.change(id, (record) => ({ ...without(record, 'fault'), imageId }))
  }

  /** Confirms a resize after the profile's time, unless somebody did or went back. */
  #confirmLater(id: string, resizedFrom: EmbeddedFlavor): void {
    const after = this.#front.profile.resizeConfirmAfterMs
    if (after === undefined) return
    this.#front.tasks.run('confirm a resize', async (signal) => {
      await this.#front.clock.sleep(after, signal)
      const record = this.#servers.get(id)
      if (record?.resizedFrom !== resizedFrom || record.task) return
      const task: ServerTask = { name: 'resize_confirming', requestId: `req-${this.#front.newId()}` }
      this.#servers.change(id, (now) => ({ ...now, task }))
      this.#start(id, task)
    })
  }

  /** Waits until the server below is as wanted. Throws when it goes to `error`, or away. */
  async #until(id: string, fits: (server: Server) => boolean, signal: AbortSignal): Promise<Server> {
    for (;;) {
      const record = this.#front.mirror.get('server', id)
      if (!record?.native) throw new CloudError('not_found', `Instance ${id} could not be found.`)
      const { status, fault = 'The cloud below reports an error.', faultCode = 'internal' } = record.native
      if (status === 'error') throw new CloudError(faultCode, fault)
      if (fits(record.native)) return record.native
      await this.#news(id, signal)
    }
  }

  /** Resolves when something may have changed about the server: the mirror heard of it, or it was time to look again. */
  async #news(id: string, signal: AbortSignal): Promise<void> {
    const { mirror, clock, driver } = this.#front
    const over = new AbortController()
    const waiting = AbortSignal.any([signal, over.signal])
    let off: (() => void) | undefined
    const heard = new Promise<void>((resolve) => {
      off = mirror.on('server', (now, before) => {
        if ((now ?? before)?.id === id) resolve()
      })
    })
    const looked = (async () => {
      await clock.sleep(driver.watch ? watchedIntervalMs : driver.traits.pollIntervalMs, waiting)
      await mirror.refresh('server', id)
    })()
    try {
      await Promise.race([heard, looked])
    } finally {
      off?.()
      over.abort()
    }
  }
}

/** How long a cloud that tells of changes may be silent before it is asked all the same, in milliseconds. */
const watchedIntervalMs = 10_000
