import type { ErrorCode } from '../../../model/cloud-error.ts'
import { accepting, type BreakDriver, listing } from './breaking.ts'

export const driverBreakers = {
  'driver: its traits make sense': (driver) => ({ ...driver, traits: { ...driver.traits, userDataLimit: 0 } }),
  'driver: it names every error, its own and others': (driver) => ({
    ...driver,
    classify: () => ({ code: 'ThrottlingException' as ErrorCode, message: 'its own word' }),
  }),
  'driver: an aborted signal is called canceled': (driver) => ({
    ...driver,
    classify: () => ({ code: 'internal', message: 'this operation was aborted' }),
  }),
  'driver: a log-in that was ended lets nobody in': (driver) => ({ ...driver, logOut: async () => 'alive' }),
  'driver: watching tells of what is made and of what is gone': (driver) => ({
    ...driver,
    async *watch(call) {
      for await (const change of driver.watch?.(call) ?? []) if (change.resource === undefined) yield change
    },
  }),
} satisfies Record<string, BreakDriver>

export const placeBreakers = {
  'places: the region that the driver is opened for is among the regions': listing('places.regions', () => []),
  'places: a zone is listed once': listing('places.zones', (zones) => [...zones, ...zones]),
  'places: servers can be put into an available zone': listing('places.zones', (zones) =>
    zones.map((zone) => ({ ...zone, available: false })),
  ),
  'flavors: a list shows the flavor that servers are made of': listing('flavors.list', () => []),
  'flavors: getting and listing tell the same': listing('flavors.list', (all) =>
    all.map((flavor) => ({ ...flavor, name: `${flavor.name}, as listed` })),
  ),
  'flavors: every size is a number that a machine can have': listing('flavors.list', (all) =>
    all.map((flavor) => ({ ...flavor, memoryMiB: Number.NaN })),
  ),
  'flavors: what does not exist is not found': accepting('flavors.get'),
} satisfies Record<string, BreakDriver>
