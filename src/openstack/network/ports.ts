import { portAnswer } from '../../wire/openstack/network/answers.ts'
import type { PortCreate, PortUpdate } from '../../wire/openstack/network/port.ts'
import { resource } from '../session/resource.ts'

/** Neutron's ports: `/v2.0/ports`. */
export const ports = resource<typeof portAnswer, PortCreate, PortUpdate>({
  collection: 'ports',
  member: 'port',
  answer: portAnswer,
})
