import { networkAnswer } from '../../wire/openstack/network/answers.ts'
import type { NetworkCreate, NetworkUpdate } from '../../wire/openstack/network/network.ts'
import { resource } from '../session/resource.ts'

/** Neutron's networks: `/v2.0/networks`. */
export const networks = resource<typeof networkAnswer, NetworkCreate, NetworkUpdate>({
  collection: 'networks',
  member: 'network',
  answer: networkAnswer,
})
