import type { FlavorDriver } from '../../cloud/driver.ts'
import { asId } from '../../model/id.ts'
import type { SimulatedCloud } from './simulated-cloud.ts'
import type { FlavorOption } from './simulated-options.ts'

/** Puts the flavors on offer that the options name. */
export const seedFlavors = (cloud: SimulatedCloud, options: readonly FlavorOption[]): void => {
  for (const { id, traits = [], extra = {}, ...size } of options)
    cloud.tables.flavors.put({ ...size, id: asId(id ?? cloud.newId()), traits, extra })
}

export const flavors = (cloud: SimulatedCloud): FlavorDriver => ({
  list: (call) => cloud.answerAll(call, () => cloud.tables.flavors.readAll()),
  get: (id, call) => cloud.answer(call, () => cloud.tables.flavors.read(id)),
})
