import type { ClassifiedError } from '../../cloud/driver.ts'
import { CloudError } from '../../model/cloud-error.ts'

/** Names an error of the OpenStack client's, which is a `CloudError` already; any other is a mistake of this program's or an abort. */
export const classify = (error: unknown): ClassifiedError => {
  if (error instanceof CloudError) {
    const { code, message, reason, requestId, retryAfterMs, limits } = error
    return {
      code,
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(requestId === undefined ? {} : { requestId }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(limits === undefined ? {} : { limits }),
    }
  }
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  return name === 'AbortError' ? { code: 'canceled', message } : { code: 'internal', message }
}

/** Does the work; when it fails with that code and what was wanted is so already, gives that instead. */
export const unless = async <Result>(
  code: CloudError['code'] | readonly CloudError['code'][],
  work: () => Promise<Result>,
  already: (error: CloudError) => Promise<Result | undefined>,
): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CloudError) || ![code].flat().includes(error.code)) throw error
    const found = await already(error)
    if (found === undefined) throw error
    return found
  }
}
