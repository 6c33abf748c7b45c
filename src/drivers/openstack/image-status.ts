import type { ImageStatus } from '../../model/image.ts'

/** Glance's status of an image, in the model's words (openstack/glance `glance/domain/__init__.py`). */
export const imageStatus = (status: string): ImageStatus => {
  switch (status) {
    case 'queued':
      return 'queued'
    case 'saving':
    case 'uploading':
    case 'importing':
      return 'importing'
    case 'active':
      return 'active'
    case 'deactivated':
      return 'deactivated'
    case 'deleted':
    case 'pending_delete':
      return 'deleting'
    default:
      return 'error'
  }
}
