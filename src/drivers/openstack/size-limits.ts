import { CloudError, type NamedLimits } from '../../model/cloud-error.ts'

/** The limit of a volume's size that Cinder's sentence names (openstack/cinder `cinder/volume/volume_types.py`, `provision_filter_on_size`). */
export const limitsIn = (message: string): NamedLimits | undefined => {
  const least = /less than the minimum required size of '(\d+)'/.exec(message)?.[1]
  if (least !== undefined) return { sizeGiB: { least: Number(least) } }
  const most = /greater than the maximum allowable size of '(\d+)'/.exec(message)?.[1]
  return most === undefined ? undefined : { sizeGiB: { most: Number(most) } }
}

/** The same work, with what its refusal says of a volume's size in the error. */
export const namingLimits = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    const limits = error instanceof CloudError && error.code === 'invalid' ? limitsIn(error.message) : undefined
    if (!limits || !(error instanceof CloudError)) throw error
    const { code, message, reason, requestId, cause } = error
    throw new CloudError(code, message, {
      limits,
      cause,
      ...(reason === undefined ? {} : { reason }),
      ...(requestId === undefined ? {} : { requestId }),
    })
  }
}
