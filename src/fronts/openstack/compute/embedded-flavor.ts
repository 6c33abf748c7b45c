import type { Flavor } from '../../../model/flavor.ts'
import { extraSpecsOf } from './extra-specs.ts'
import type { EmbeddedFlavor } from './server-record.ts'

/** A flavor as a server keeps it, under OpenStack's id. */
export const embeddedFlavor = (id: string, flavor: Flavor): EmbeddedFlavor => {
  const { name, vcpus, memoryMiB, diskGiB } = flavor
  return { id, name, vcpus, memoryMiB, diskGiB, extra: extraSpecsOf(flavor) }
}
