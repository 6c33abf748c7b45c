import { expect, it } from 'vitest'
import { flavorOf } from './flavor-view.ts'

const sized = { id: '1', name: 'm1', vcpus: 2, ram: 4096, disk: 20 }

it.each([
  [{}, []],
  [{ 'resources:VGPU': '1' }, ['gpu']],
  [{ 'resources:VGPU': '0' }, []],
  [{ 'resources1:VGPU': '1' }, ['gpu']],
  [{ 'pci_passthrough:alias': 'a100:2' }, ['gpu']],
  [{ 'hw:cpu_policy': 'dedicated' }, ['dedicated']],
  [{ 'hw:cpu_policy': 'shared' }, []],
  [{ 'hw:mem_encryption': 'True' }, ['confidential']],
  [{ 'hw:mem_encryption': 'false' }, []],
  [{ 'trait:HW_CPU_X86_AMD_SEV': 'required' }, ['confidential']],
  [{ 'trait:HW_CPU_X86_AMD_SEV': 'forbidden' }, []],
  [{ 'resources:CUSTOM_BAREMETAL_LARGE': '1', 'resources:VCPU': '0' }, ['bare_metal']],
])('a flavor with %o has the traits %o', (extra, traits) => {
  expect(flavorOf(sized, extra as Record<string, string>).traits).toEqual(traits)
})

it('has an architecture only where the cloud says one', () => {
  expect(flavorOf(sized, { 'trait:COMPUTE_ARCH_AARCH64': 'required' }).architecture).toBe('aarch64')
  expect(flavorOf(sized, {}).architecture).toBeUndefined()
})
