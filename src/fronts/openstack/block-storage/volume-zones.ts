import { collect } from '../../../lib/async-iterable.ts'
import type { ZoneId } from '../../../model/id.ts'
import type { Zone } from '../../../model/place.ts'
import type { Front } from '../kernel/front.ts'
import { invalidInput } from './cinder-error.ts'

/** What Cinder calls the zone of clouds that have none (openstack/cinder `storage_availability_zone`). */
const onlyZone = 'nova'

/** The zones that volumes can be in. */
export class VolumeZones {
  readonly #front: Front

  constructor(front: Front) {
    this.#front = front
  }

  async list(): Promise<ReadonlyArray<{ readonly name: string; readonly available: boolean }>> {
    const zones = await this.#zones()
    return zones.length > 0 ? zones.map(nameOf) : [{ name: onlyZone, available: true }]
  }

  /** The zone that a create names, or the one that it must be in; undefined leaves it to the cloud below. */
  async choose(name: string | null | undefined, source: ZoneId | undefined): Promise<ZoneId | undefined> {
    const { zoneRequired } = this.#front.driver.traits
    if ((name === null || name === undefined) && (source !== undefined || !zoneRequired)) return source
    const zones = await this.#zones()
    if (name === null || name === undefined) return zones.find(({ available }) => available)?.id
    if (zones.length === 0 && name === onlyZone) return undefined
    const zone = zones.find((known) => known.id === name || known.name === name)
    if (!zone) throw invalidInput(`Availability zone '${name}' is invalid.`)
    return zone.id
  }

  /** The name of a volume's zone: zones are called by their ids wherever volumes are. */
  nameOf(zoneId: ZoneId | undefined): string {
    return zoneId ?? onlyZone
  }

  async #zones(): Promise<Zone[]> {
    const zones = await this.#front.mirror.act((driver, call) => collect(driver.places.zones(call)))
    return zones.filter(({ serves }) => serves.includes('volumes'))
  }
}

const nameOf = ({ id, available }: Zone) => ({ name: id as string, available })
