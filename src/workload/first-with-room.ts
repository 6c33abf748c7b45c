import { CloudError, type ErrorCode } from '../model/cloud-error.ts'
import type { NetworkId } from '../model/id.ts'

/** What a pool says that is full, has no addresses of the right family, or is not for this project. */
const reasonsToMoveOn: ReadonlySet<ErrorCode> = new Set(['no_capacity', 'invalid', 'forbidden'])

/** Makes something in the first of the pools that takes it. Throws what the first one said when none does. */
export const firstWithRoom = async <Made>(
  pools: readonly NetworkId[],
  make: (pool: NetworkId) => Promise<Made>,
): Promise<Made> => {
  let first: unknown
  for (const pool of pools)
    try {
      return await make(pool)
    } catch (error) {
      if (!(error instanceof CloudError) || !reasonsToMoveOn.has(error.code)) throw error
      first ??= error
    }
  throw first
}
