import type { Architecture, Flavor, FlavorTrait } from '../../model/flavor.ts'
import { asId } from '../../model/id.ts'
import type { FlavorAnswer } from '../../wire/openstack/compute/flavor-answer.ts'
import { architectureOf } from './architecture-of.ts'

/** A flavor in the model's words. */
export const flavorOf = (flavor: FlavorAnswer, extra: Readonly<Record<string, string>>): Flavor => {
  const architecture = flavorArchitecture(extra)
  return {
    id: asId(flavor.id),
    name: flavor.name,
    vcpus: flavor.vcpus,
    memoryMiB: flavor.ram,
    diskGiB: flavor.disk,
    ...(architecture ? { architecture } : {}),
    traits: flavorTraitsOf(extra, flavor['OS-FLV-EXT-DATA:ephemeral'] ?? 0),
    extra,
  }
}

/**
 * What sets a flavor apart, from its extra specs (openstack/nova `nova/api/validation/extra_specs/`, openstack/os-traits). A request for any PCI device or accelerator counts as
 * `gpu`: such flavors are scarce, and are not to be chosen unasked.
 */
const flavorTraitsOf = (extra: Readonly<Record<string, string>>, ephemeralGiB: number): readonly FlavorTrait[] => {
  const specs = Object.entries(extra)
  const wants = (key: RegExp, value: RegExp = /^(?!0*$)/): boolean =>
    specs.some(([name, setting]) => key.test(name) && value.test(setting))
  const found: Partial<Record<FlavorTrait, boolean>> = {
    gpu:
      wants(/^resources\w*:(VGPU|PGPU|CUSTOM_\w*GPU\w*)$/) ||
      wants(/^pci_passthrough:alias$/) ||
      wants(/^accel:device_profile$/),
    dedicated: wants(/^hw:cpu_policy$/, /^(dedicated|mixed)$/i) || wants(/^resources\w*:PCPU$/),
    confidential:
      wants(/^hw:mem_encryption$/, /^(true|1|yes|on)$/i) ||
      wants(/^trait\w*:HW_CPU_X86_(AMD_SEV\w*|INTEL_SGX\w*|INTEL_TDX\w*|SGX\w*|TDX\w*)$/, /^required$/i),
    burstable: wants(/^scs:cpu-type$/, /^crowded-core$/i),
    bare_metal: wants(/^resources\w*:CUSTOM_BAREMETAL\w*$/) || wants(/^capabilities:hypervisor_type$/, /ironic/i),
    local_disk: ephemeralGiB > 0 || wants(/^scs:disk0-type$/, /^(nvme|ssd)$/i),
  }
  return (Object.keys(found) as FlavorTrait[]).filter((trait) => found[trait])
}

/** From a required trait `COMPUTE_ARCH_…`, or from the older capability filters. */
const flavorArchitecture = (extra: Readonly<Record<string, string>>): Architecture | undefined => {
  for (const [name, value] of Object.entries(extra)) {
    const trait = /^trait\w*:(?:COMPUTE|HW)_ARCH_(\w+)$/.exec(name)?.[1]
    if (trait !== undefined && value === 'required') return architectureOf(trait)
  }
  const filter = extra['capabilities:cpu_info:arch'] ?? extra['capabilities:cpu_arch'] ?? extra.hw_architecture
  return architectureOf(filter?.replace(/^(?:s==|<in>)\s*/, ''))
}
