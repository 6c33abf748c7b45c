import type { ZodType, z } from 'zod'
import { CloudError } from '../../model/cloud-error.ts'

/** A JSON answer as the schema understands it. Throws `internal`, naming what does not fit and no value, for an answer that no one can read. */
export const readAnswer = <Schema extends ZodType>(
  service: string,
  request: string,
  schema: Schema,
  text: string,
): z.output<Schema> => {
  const result = schema.safeParse(parseJson(service, request, text))
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue && issue.path.length > 0 ? issue.path.map(String).join('.') : 'its top'
  throw new CloudError(
    'internal',
    `${service}: the answer to ${request} cannot be read at ${where}: ${issue?.message}`,
    {
      reason: 'UnreadableAnswer',
    },
  )
}

const parseJson = (service: string, request: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new CloudError('internal', `${service}: the answer to ${request} is no JSON`, { reason: 'UnreadableAnswer' })
  }
}
