import { CloudError } from '../../model/cloud-error.ts'

/** The answer; undefined when the service has no such thing to ask for or does not tell this user. */
export const unlessSilent = async <Answer>(answer: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await answer
  } catch (error) {
    if (error instanceof CloudError && ['not_found', 'forbidden', 'unsupported'].includes(error.code)) return undefined
    throw error
  }
}
