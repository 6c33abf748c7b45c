import { floatingIpAnswer } from '../../wire/openstack/network/answers.ts'
import type { FloatingIpCreate, FloatingIpUpdate } from '../../wire/openstack/network/floating-ip.ts'
import { resource } from '../session/resource.ts'

/** Neutron's floating IPs: `/v2.0/floatingips`. */
export const floatingIps = resource<typeof floatingIpAnswer, FloatingIpCreate, FloatingIpUpdate>({
  collection: 'floatingips',
  member: 'floatingip',
  answer: floatingIpAnswer,
})
