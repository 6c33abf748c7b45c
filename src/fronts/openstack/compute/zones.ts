import { createHash } from 'node:crypto'
import { collect } from '../../../lib/async-iterable.ts'
import { CloudError } from '../../../model/cloud-error.ts'
import type { ZoneId } from '../../../model/id.ts'
import { asId } from '../../../model/id.ts'
import type { Zone } from '../../../model/place.ts'
import type { Front } from '../kernel/front.ts'

/** How long zones are believed before they are asked for again, in milliseconds. */
const believedForMs = 60_000

/** What Nova calls the zone of a cloud that has none (openstack/nova `nova/conf/availability_zone.py`). */
const defaultZone: Zone = { id: asId('nova'), name: 'nova', available: true, serves: ['servers'] }

/** The zones for servers. Nova shows one host in each, since the contract tells of no smaller place. */
export class Zones {
  readonly #front: Front
  #known: readonly Zone[] = [defaultZone]
  #asked: { readonly at: number; readonly zones: Promise<readonly Zone[]> } | undefined

  constructor(front: Front) {
    this.#front = front
  }

  /** All zones that take servers, as the cloud below last said. */
  async list(): Promise<readonly Zone[]> {
    const now = this.#front.clock.now()
    if (!this.#asked || now - this.#asked.at > believedForMs) this.#asked = { at: now, zones: this.#ask() }
    try {
      return await this.#asked.zones
    } catch (error) {
      this.#asked = undefined
      throw error
    }
  }

  /** The zone of that name. Throws Nova's 400 when there is none or none to be had now. */
  async need(name: string): Promise<Zone> {
    const found = (await this.list()).find((zone) => zone.name === name)
    if (found?.available) return found
    throw new CloudError('invalid', 'The requested availability zone is not available', { reason: 'InvalidRequest' })
  }

  /** The driver's id of a zone; undefined for the one that stands for having none. */
  idBelow(zone: Zone | undefined): ZoneId | undefined {
    return zone === defaultZone ? undefined : zone?.id
  }

  /** The name of the driver's zone; of the only one when the driver does not say. */
  nameOf(zoneId: string | undefined): string {
    if (zoneId === undefined) return this.#known.length === 1 ? (this.#known[0]?.name ?? '') : ''
    return this.#known.find(({ id }) => id === zoneId)?.name ?? zoneId
  }

  /** The name of the host that stands for a zone. */
  hostOf(zoneName: string): string {
    return `${this.#front.driver.traits.kind}-${zoneName || 'nova'}`
  }

  /** What users see instead of a host's name (openstack/nova `nova/utils.py`, `generate_hostid`). */
  hostIdOf(zoneName: string, projectId: string): string {
    return createHash('sha224')
      .update(`${projectId}${this.hostOf(zoneName)}`)
      .digest('hex')
  }

  async #ask(): Promise<readonly Zone[]> {
    const all = await this.#front.mirror.act((driver, call) => collect(driver.places.zones(call)))
    const serving = all.filter(({ serves }) => serves.includes('servers'))
    this.#known = serving.length > 0 ? serving : [defaultZone]
    return this.#known
  }
}
