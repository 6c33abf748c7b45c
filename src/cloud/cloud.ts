import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import { CloudError } from '../model/cloud-error.ts'
import { asId, type FlavorId, type ServerId } from '../model/id.ts'
import type { Server } from '../model/server.ts'
import { awaitGone, awaitResource } from './await-resource.ts'
import type { Call } from './call.ts'
import type { Change, Resources } from './change.ts'
import type {
  AttachmentDriver,
  CloudDriver,
  CloudTraits,
  DescriptionDriver,
  FlavorDriver,
  FloatingIpDriver,
  GuestDriver,
  ImageDriver,
  KeyPairDriver,
  NetworkDriver,
  PlaceDriver,
  PortDriver,
  QuotaDriver,
  RouterDriver,
  SecurityGroupDriver,
  ServerDriver,
  SnapshotDriver,
  SubnetDriver,
  VolumeDriver,
} from './driver.ts'
import { findResource } from './find-resource.ts'
import { type GroupName, type Groups, groupTable } from './groups.ts'
import type { ContainerDriver, ObjectDriver } from './object-driver.ts'
import { OwnCreates } from './own-creates.ts'
import { groupOf, type Reader, readerOf } from './reader.ts'
import { resizeServer } from './resize-server.ts'
import { asCloudError, steadily } from './steadily.ts'
import { steadyGroup } from './steady-group.ts'
import type { CallObservation, Surroundings } from './surroundings.ts'

export interface CloudOptions {
  /** What the user calls this cloud. */
  readonly name: string
  readonly clock: Clock
  readonly random: Random
  /** Told of every call once it is over, retries included. */
  readonly onCall?: (observation: CallObservation) => void
}

/**
 * What users hold: any cloud, with the same methods as `CloudDriver`. Every method is retried as far as that is safe, throws nothing but
 * `CloudError`, and sees what was created through this object even while the cloud does not show it everywhere. A group that the cloud does not
 * have is absent. Disposing of it disposes of the driver.
 */
export class Cloud implements Groups, AsyncDisposable {
  readonly name: string
  readonly traits: CloudTraits
  declare readonly places: PlaceDriver
  declare readonly flavors: FlavorDriver
  declare readonly images: ImageDriver
  declare readonly keyPairs: KeyPairDriver
  declare readonly networks: NetworkDriver
  declare readonly subnets: SubnetDriver
  declare readonly securityGroups: SecurityGroupDriver
  declare readonly servers: ServerDriver
  declare readonly routers?: RouterDriver
  declare readonly ports?: PortDriver
  declare readonly floatingIps?: FloatingIpDriver
  declare readonly volumes?: VolumeDriver
  declare readonly attachments?: AttachmentDriver
  declare readonly snapshots?: SnapshotDriver
  declare readonly containers?: ContainerDriver
  declare readonly objects?: ObjectDriver
  declare readonly quotas?: QuotaDriver
  declare readonly description?: DescriptionDriver
  declare readonly guests?: GuestDriver
  /** Yields what changed, from now on; it is not resumed after an error, since what changed meanwhile would be missing. */
  declare readonly watch?: (call: Call) => AsyncIterable<Change>
  /** Ends the log-in, before the disposal; not repeated. */
  declare readonly logOut?: NonNullable<CloudDriver['logOut']>

  readonly #driver: CloudDriver
  readonly #around: Surroundings

  constructor(driver: CloudDriver, { name, clock, random, onCall = () => {} }: CloudOptions) {
    this.name = name
    this.traits = driver.traits
    this.#driver = driver
    const ownCreates = new OwnCreates(clock, driver.traits.consistencyWindowMs)
    this.#around = { driver, clock, random, ownCreates, onCall }
    Object.assign(this, steadyGroups(driver, this.#around))
    if (driver.watch) this.watch = (call) => this.#watch(call)
    if (driver.logOut) this.logOut = (call) => this.#logOut(call)
  }

  /**
   * Takes what an earlier process created, at that time in milliseconds, for an own create: the cloud may not show it yet. The time may be a little late, never
   * early.
   */
  remember(id: string, createdAt: number): void {
    this.#around.ownCreates.add(id, createdAt)
  }

  /**
   * Waits until the predicate holds for that resource, and gives it as it is then. Throws when the resource goes to `error` (with its fault), when
   * it does not exist, and when the call's signal aborts, which is the only limit in time.
   */
  until<Kind extends keyof Resources>(
    kind: Kind,
    id: Resources[Kind]['id'],
    holds: (resource: Resources[Kind]) => boolean,
    call: Call,
  ): Promise<Resources[Kind]> {
    const look = () => this.#reader(kind).get(id, call)
    return awaitResource({ kind, id, look, ...this.#glance(kind, id, this, call), ...this.#pace(call) }, holds)
  }

  /** Waits until that resource does not exist. Throws when it goes to `error` on its way out. */
  gone<Kind extends keyof Resources>(kind: Kind, id: Resources[Kind]['id'], call: Call): Promise<void> {
    // Past the memory of own creates, for which "not found" would mean "not shown yet".
    const steady = <Answer>(work: () => Promise<Answer>) =>
      steadily(this.#driver, work, { ...this.#around, signal: call.signal, repeatable: true })
    const look = () => steady(() => this.#reader(kind, this.#driver).get(id, call))
    const { glance } = this.#glance(kind, id, this.#driver, call)
    return awaitGone({ kind, id, look, ...(glance ? { glance: () => steady(glance) } : {}), ...this.#pace(call) })
  }

  /**
   * The resource with that id, else the only one with that name (a floating IP's name is its address). Fails with `not_found` when there is
   * none and with `invalid`, naming the ids, when several have the name.
   */
  async find<Kind extends keyof Resources>(kind: Kind, nameOrId: string, call: Call): Promise<Resources[Kind]> {
    return findResource(kind, this.#reader(kind), nameOrId, call)
  }

  /**
   * Gives the server another flavor and waits till it is back in the state it was in, stopping, starting and confirming as this cloud needs it.
   * Repeating it completes a resize that was cut off; a server that the first call had stopped stays so.
   */
  resizeServer(id: ServerId, flavorId: FlavorId, call: Call): Promise<Server> {
    const until = (holds: (server: Server) => boolean) => this.until('server', id, holds, call)
    return resizeServer({ servers: this.servers, traits: this.traits, until }, id, flavorId, call)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#driver[Symbol.asyncDispose]()
  }

  #reader<Kind extends keyof Resources>(kind: Kind, groups: Groups = this): Reader<Resources[Kind]> {
    const reader = readerOf(groups, kind)
    if (!reader)
      throw new CloudError('unsupported', `the cloud ${this.name} has no ${groupOf[kind]}`, { resource: { kind } })
    return reader
  }

  #glance(kind: keyof Resources, id: string, { servers }: Groups, call: Call): { glance?: () => Promise<unknown> } {
    if (kind !== 'server' || !servers.status) return {}
    return { glance: async () => servers.status?.(asId<'server'>(id), call) }
  }

  #pace({ signal }: Call) {
    return { clock: this.#around.clock, pollIntervalMs: this.traits.pollIntervalMs, signal }
  }

  async #logOut(call: Call): Promise<'ended' | 'alive' | 'unknown'> {
    try {
      return (await this.#driver.logOut?.(call)) ?? 'unknown'
    } catch (error) {
      throw asCloudError(this.#driver, error)
    }
  }

  async *#watch(call: Call): AsyncGenerator<Change> {
    try {
      yield* this.#driver.watch?.(call) ?? []
    } catch (error) {
      throw asCloudError(this.#driver, error)
    }
  }
}

const steadyGroups = (driver: CloudDriver, around: Surroundings): Groups => {
  const groups: Record<string, object> = {}
  for (const name of Object.keys(groupTable) as GroupName[]) {
    const group = driver[name]
    if (group) groups[name] = steadyGroup(name, group, groupTable[name], around)
  }
  return groups as unknown as Groups
}
