import { CloudError } from '../../model/cloud-error.ts'
import { onlyState } from './only-state.ts'

/**
 * Deletes what Cinder and Nova refuse with 400 to delete while it is on its way out already, which here is no failure (openstack/cinder `cinder/volume/api.py`,
 * `delete`, `delete_snapshot` and `begin_detaching`). Any other status that does not allow it is a conflict.
 */
export const unlessGoing = async (
  remove: () => Promise<void>,
  status: () => Promise<string>,
  going: ReadonlySet<string>,
): Promise<void> => {
  let now = ''
  const isState = async () => {
    now = await status()
    return true
  }
  try {
    await onlyState(remove, isState)
  } catch (error) {
    if (!(error instanceof CloudError) || error.code !== 'conflict' || !going.has(now)) throw error
  }
}
