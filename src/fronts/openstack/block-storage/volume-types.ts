import { collect } from '../../../lib/async-iterable.ts'
import type { VolumeType } from '../../../model/volume.ts'
import { derivedUuid } from '../kernel/derived-uuid.ts'
import type { Front } from '../kernel/front.ts'
import { notFound } from './cinder-error.ts'

export interface CinderVolumeType extends VolumeType {
  readonly id: string
}

/** The UUID of a volume type: clouds below know types by name alone. */
export const volumeTypeId = (name: string): string => derivedUuid(`portolan:volume-type:${name}`)

/** The cloud's volume types. */
export class VolumeTypes {
  readonly #front: Front

  constructor(front: Front) {
    this.#front = front
  }

  async list(): Promise<readonly CinderVolumeType[]> {
    const types = await this.#front.mirror.act(async (driver, call) =>
      driver.volumes ? collect(driver.volumes.types(call)) : [],
    )
    return types.map((type) => ({ ...type, id: volumeTypeId(type.name) }))
  }

  /** By id or by name. Throws `not_found`. */
  async need(idOrName: string): Promise<CinderVolumeType> {
    const types = await this.list()
    const type = types.find(({ id }) => id === idOrName) ?? types.find(({ name }) => name === idOrName)
    if (type) return type
    throw notFound('Volume type', idOrName)
  }
}
