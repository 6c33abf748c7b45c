import { collect } from '../../../lib/async-iterable.ts'
import type { Flavor } from '../../../model/flavor.ts'
import { derivedUuid } from '../kernel/derived-uuid.ts'
import type { Front } from '../kernel/front.ts'

/** The resource classes that providers here have: the three that Nova asks for (openstack/os-resource-classes). */
export const usedClasses = ['VCPU', 'MEMORY_MB', 'DISK_GB'] as const
type UsedClass = (typeof usedClasses)[number]

export type Amounts = Readonly<Record<UsedClass, number>>

export interface Consumer {
  /** The server's id in Nova. */
  readonly id: string
  readonly projectId: string
  readonly amounts: Amounts
}

/** A zone of the cloud below: the smallest place that the contract tells of. */
export interface ResourceProvider {
  readonly uuid: string
  readonly name: string
  /** Changes when what runs there changes. */
  readonly generation: number
  readonly consumers: readonly Consumer[]
  readonly used: Amounts
}

/** All providers, with what the cloud below runs in each. */
export const resourceProviders = async (front: Front): Promise<readonly ResourceProvider[]> => {
  const { mirror, driver } = front
  const zones = (await mirror.act((below, call) => collect(below.places.zones(call)))).filter(({ serves }) =>
    serves.includes('servers'),
  )
  const places = zones.length > 0 ? zones : [{ id: undefined, name: 'nova' }]
  const running = [...mirror.list('server')].flatMap(({ id, projectId, native }) =>
    native
      ? [
          {
            zoneId: native.zoneId,
            consumer: { id, projectId: projectId ?? '', amounts: amountsOf(front, native.flavorId) },
          },
        ]
      : [],
  )
  return places.map((zone, index) => {
    const consumers = running
      .filter(({ zoneId }) => zoneId === zone.id || (index === 0 && !places.some(({ id }) => id === zoneId)))
      .map(({ consumer }) => consumer)
    const name = `${driver.traits.kind}-${zone.name}`
    return {
      uuid: derivedUuid(`portolan:provider:${name}`),
      name,
      generation: consumers.length,
      consumers,
      used: sum(consumers),
    }
  })
}

const amountsOf = (front: Front, flavorId: string): Amounts => {
  const flavor: Flavor | undefined = front.mirror.byNative('flavor', flavorId)?.native
  return { VCPU: flavor?.vcpus ?? 0, MEMORY_MB: flavor?.memoryMiB ?? 0, DISK_GB: flavor?.diskGiB ?? 0 }
}

/** What all of them use together. */
export const sum = (consumers: readonly Consumer[]): Amounts => {
  const total = (name: UsedClass) => consumers.reduce((all, { amounts }) => all + amounts[name], 0)
  return { VCPU: total('VCPU'), MEMORY_MB: total('MEMORY_MB'), DISK_GB: total('DISK_GB') }
}
