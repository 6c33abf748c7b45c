import type { Front } from '../kernel/front.ts'
import { VolumeLibrary } from './volume-library.ts'

/**
 * Shows a volume as `attaching`, `detaching` or `reserved` from now on, for services that are about to do it below: nobody else can take the volume
 * meanwhile. It ends by itself once the cloud below shows a new status.
 */
export const holdVolume = (front: Front, id: string, status: 'attaching' | 'detaching' | 'reserved'): void =>
  new VolumeLibrary(front).hold(id, status)

/** Shows the volume's status below again: after work that `holdVolume` announced has failed. */
export const releaseVolume = (front: Front, id: string): void => new VolumeLibrary(front).hold(id, undefined)
