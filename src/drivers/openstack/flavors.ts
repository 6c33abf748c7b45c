import type { FlavorDriver } from '../../cloud/driver.ts'
import { extraSpecs, flavors } from '../../openstack/compute/flavors.ts'
import { flavorOf } from './flavor-view.ts'
import type { OpenStackCloud } from './openstack-cloud.ts'

/** Flavors are Nova's. OpenStack has no price list. */
export const flavorGroup = ({ compute }: OpenStackCloud): FlavorDriver => ({
  async *list(call) {
    for await (const page of flavors.pages(compute, {}, call)) {
      const extras = await Promise.all(page.map((flavor) => extraSpecs(compute, flavor, call)))
      for (const [index, flavor] of page.entries()) yield flavorOf(flavor, extras[index] ?? {})
    }
  },
  async get(id, call) {
    const flavor = await flavors.get(compute, id, call)
    return flavorOf(flavor, await extraSpecs(compute, flavor, call))
  },
})
