import type { Front } from '../kernel/front.ts'
import type { MirrorRecord } from '../kernel/mirror-record.ts'
import { extrasOf } from '../network/extras.ts'

/** The network's name as Neutron shows it. */
export const networkNameOf = (front: Front, record: MirrorRecord<'network'>): string =>
  extrasOf(front, 'network').get(record.id)?.name ?? record.native?.name ?? record.id

/** The security group's name as Neutron shows it. */
export const securityGroupNameOf = (front: Front, record: MirrorRecord<'security-group'>): string =>
  extrasOf(front, 'security-group').get(record.id)?.name ?? record.native?.name ?? record.id
