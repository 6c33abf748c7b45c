import { subnetAnswer } from '../../wire/openstack/network/answers.ts'
import type { SubnetCreate, SubnetUpdate } from '../../wire/openstack/network/subnet.ts'
import { resource } from '../session/resource.ts'

/** Neutron's subnets: `/v2.0/subnets`. */
export const subnets = resource<typeof subnetAnswer, SubnetCreate, SubnetUpdate>({
  collection: 'subnets',
  member: 'subnet',
  answer: subnetAnswer,
})
