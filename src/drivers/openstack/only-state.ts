import { CloudError } from '../../model/cloud-error.ts'

/** Cinder answers 400 where a volume's state is what does not allow it (openstack/cinder `cinder/exception.py`, InvalidVolume): that is a conflict. */
export const onlyState = async <Result>(
  work: () => Promise<Result>,
  isState: () => Promise<boolean>,
): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CloudError) || error.code !== 'invalid' || !(await isState())) throw error
    const { message, reason, requestId } = error
    throw new CloudError('conflict', message, {
      ...(reason === undefined ? {} : { reason }),
      ...(requestId === undefined ? {} : { requestId }),
      cause: error,
    })
  }
}
