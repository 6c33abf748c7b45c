import type { ResourceKind } from '../model/resource-kind.ts'
import type { CloudDriver } from './driver.ts'

/** The contract's groups of methods: what `Cloud` and `CloudDriver` have in common. */
export type Groups = Omit<CloudDriver, 'traits' | 'classify' | 'watch' | 'logOut' | typeof Symbol.asyncDispose>

export type GroupName = keyof Groups

/**
 * What may be done about a method that failed, and what must be known of one that went well:
 * - `lists`: yields items; may be read again.
 * - `creates`: its token makes it repeatable; what it gives is the caller's own.
 * - `deletes`: repeatable, and the end of an own create.
 * - `repeatable`: doing it twice is doing it once.
 * - `unrepeatable`: repeated only after answers that say that nothing was done.
 * - `once`: takes a stream, which nobody can read twice.
 */
export type Nature = 'lists' | 'creates' | 'deletes' | 'repeatable' | 'unrepeatable' | 'once'

/** The nature of every method of a group and of the groups inside it: a method without one does not compile. */
type Natures<Group> = {
  readonly [Name in keyof Group]-?: NonNullable<Group[Name]> extends (...args: never[]) => unknown
    ? Nature
    : Natures<NonNullable<Group[Name]>>
}

type GroupTable = {
  readonly [Name in GroupName]: {
    /** What errors of this group are about. */
    readonly kind: ResourceKind
    readonly methods: Natures<NonNullable<Groups[Name]>>
  }
}

const reads = { list: 'lists', get: 'repeatable' } as const
const comesAndGoes = { ...reads, create: 'creates', delete: 'deletes' } as const

/** Every method of the contract with its nature. */
export const groupTable: GroupTable = {
  places: { kind: 'zone', methods: { regions: 'lists', zones: 'lists' } },
  flavors: { kind: 'flavor', methods: reads },
  images: {
    kind: 'image',
    methods: {
      ...reads,
      content: { create: 'creates', upload: 'once', download: 'repeatable', delete: 'deletes' },
    },
  },
  keyPairs: { kind: 'key-pair', methods: comesAndGoes },
  networks: { kind: 'network', methods: comesAndGoes },
  subnets: { kind: 'subnet', methods: { ...comesAndGoes, update: 'repeatable' } },
  securityGroups: {
    kind: 'security-group',
    methods: { ...comesAndGoes, addRule: 'creates', removeRule: 'deletes' },
  },
  servers: {
    kind: 'server',
    methods: {
      ...comesAndGoes,
      status: 'repeatable',
      start: 'repeatable',
      stop: 'repeatable',
      reboot: 'unrepeatable',
      resize: 'unrepeatable',
      confirmation: { confirm: 'unrepeatable', revert: 'unrepeatable' },
      rebuild: 'unrepeatable',
      consoleLog: 'repeatable',
      setMetadata: 'repeatable',
      createImage: 'creates',
    },
  },
  routers: {
    kind: 'router',
    methods: {
      ...comesAndGoes,
      setGateway: 'repeatable',
      attachSubnet: 'repeatable',
      detachSubnet: 'repeatable',
      attachPort: 'repeatable',
      setRoutes: 'repeatable',
    },
  },
  ports: {
    kind: 'port',
    methods: {
      ...comesAndGoes,
      setSecurityGroups: 'repeatable',
      update: 'repeatable',
      attach: 'unrepeatable',
      detach: 'unrepeatable',
    },
  },
  floatingIps: {
    kind: 'floating-ip',
    methods: { ...comesAndGoes, pools: 'lists', associate: 'repeatable' },
  },
  volumes: {
    kind: 'volume',
    methods: { ...comesAndGoes, types: 'lists', extend: 'unrepeatable', createImage: 'creates' },
  },
  attachments: { kind: 'attachment', methods: comesAndGoes },
  snapshots: { kind: 'snapshot', methods: comesAndGoes },
  // Its name is a container's id, and an object's: making one twice is making it once.
  containers: { kind: 'container', methods: { ...reads, create: 'repeatable', delete: 'repeatable' } },
  objects: {
    kind: 'object',
    methods: {
      ...reads,
      put: 'once',
      read: 'repeatable',
      setDetails: 'repeatable',
      copy: 'repeatable',
      delete: 'repeatable',
    },
  },
  quotas: { kind: 'quota', methods: { get: 'repeatable' } },
  description: { kind: 'region', methods: { read: 'repeatable' } },
  guests: { kind: 'server', methods: { probe: 'repeatable' } },
}
