import { unless } from './classify.ts'
import { onlyState } from './only-state.ts'

/**
 * Deletes what Cinder and Nova refuse with 400 to delete while it is on its way out already, which here is no failure, nor is it when it has gone meanwhile
 * (openstack/cinder `cinder/volume/api.py`, `delete`, `delete_snapshot` and `begin_detaching`). Any other status that does not allow it is a conflict.
 */
export const unlessGoing = async (
  remove: () => Promise<void>,
  status: () => Promise<string>,
  going: readonly string[],
): Promise<void> => {
  const removeOrSee = () => unless<unknown>('invalid', remove, async () => going.includes(await status()) || undefined)
  await unless<unknown>(
    'not_found',
    () => onlyState(removeOrSee, async () => true),
    async () => true,
  )
}
