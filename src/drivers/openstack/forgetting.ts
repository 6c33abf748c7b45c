import type { Call } from '../../cloud/call.ts'
import type { Creates } from './creates.ts'

/** The same group, after whose deletes a create that is repeated makes its resource anew. */
export const forgetting = <Group extends { delete(id: string, call: Call): Promise<void> }>(
  creates: Creates,
  group: Group,
): Group => ({
  ...group,
  async delete(id: string, call: Call) {
    await group.delete(id, call)
    creates.forget(id)
  },
})
