import type { FlavorAnswer } from '../../wire/openstack/compute/flavor-answer.ts'
import { extraSpecsAnswer, flavorAnswer } from '../../wire/openstack/compute/flavor-answer.ts'
import { resource } from '../session/resource.ts'
import type { ServiceClient } from '../session/service-client.ts'
import { path } from '../session/service-client.ts'
import type { SessionCall } from '../session/session-call.ts'

const microversions = { max: '2.61' }

/** Nova's flavors, with their extra specs where the cloud speaks 2.61. */
export const flavors = resource<typeof flavorAnswer>({
  collection: 'flavors',
  listPath: '/flavors/detail',
  member: 'flavor',
  answer: flavorAnswer,
  microversions,
})

/** A flavor's extra specs: those in the answer, else asked for. */
export const extraSpecs = async (
  compute: ServiceClient,
  flavor: FlavorAnswer,
  { signal }: SessionCall,
): Promise<Readonly<Record<string, string>>> => {
  if (flavor.extra_specs) return flavor.extra_specs
  const at = path`/flavors/${flavor.id}/os-extra_specs`
  return (await compute.ask(extraSpecsAnswer, { method: 'GET', path: at, microversions, signal })).extra_specs
}
