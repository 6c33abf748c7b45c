import type { Flavor, FlavorTrait } from '../../../model/flavor.ts'

/**
 * A flavor's extra specs: the cloud's own, and what its traits and its architecture are in OpenStack's words, so that a client can tell a flavor with
 * a GPU from one without. `spot` has no word there (openstack/nova `nova/api/validation/extra_specs/`, openstack/os-traits).
 */
export const extraSpecsOf = ({ traits, architecture, extra }: Flavor): Readonly<Record<string, string>> => ({
  ...Object.assign({}, ...traits.map((trait) => specs[trait])),
  ...(architecture ? { [`trait:COMPUTE_ARCH_${architecture.toUpperCase()}`]: 'required' } : {}),
  ...extra,
})

const specs: Readonly<Partial<Record<FlavorTrait, Readonly<Record<string, string>>>>> = {
  gpu: { 'resources:VGPU': '1' },
  dedicated: { 'hw:cpu_policy': 'dedicated' },
  confidential: { 'hw:mem_encryption': 'true' },
  burstable: { 'scs:cpu-type': 'crowded-core' },
  bare_metal: { 'resources:CUSTOM_BAREMETAL': '1' },
  local_disk: { 'scs:disk0-type': 'ssd' },
}
