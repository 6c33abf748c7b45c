import { CloudError } from '../../../model/cloud-error.ts'

/** Cinder's refusals, in its words (openstack/cinder `cinder/exception.py`). */
export const invalidInput = (why: string): CloudError =>
  new CloudError('invalid', `Invalid input received: ${why}`, { reason: 'InvalidInput' })

export const invalidVolume = (why: string, cause?: unknown): CloudError =>
  new CloudError('invalid', `Invalid volume: ${why}`, { reason: 'InvalidVolume', cause })

export const invalidSnapshot = (why: string, cause?: unknown): CloudError =>
  new CloudError('invalid', `Invalid snapshot: ${why}`, { reason: 'InvalidSnapshot', cause })

export const notFound = (what: string, id: string): CloudError =>
  new CloudError('not_found', `${what} ${id} could not be found.`)

/** The refusal of something that Cinder knows and this cloud does not offer, by its name. */
export const notOffered = (what: string): CloudError =>
  new CloudError('unsupported', `This cloud does not offer ${what}.`, { reason: 'NotOffered' })

/** The detach of a volume that Nova attached is Nova's (openstack/cinder bug 2004555). */
export const attachedByNova = (serverId: string): CloudError =>
  new CloudError('conflict', `Detach volume from instance ${serverId} using the Compute API`, {
    reason: 'ConflictNovaUsingAttachment',
  })
