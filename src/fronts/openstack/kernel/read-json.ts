import type { Context } from 'hono'
import type { ZodType, z } from 'zod'
import { CloudError } from '../../../model/cloud-error.ts'
import type { ServiceEnv } from './service.ts'

/** The most bytes of a JSON body: what oslo.middleware's sizelimit has by default (openstack/oslo.middleware, `oslo_middleware/sizelimit.py`). */
const jsonBodyLimit = 114_688

/**
 * The request's JSON body, checked. Throws `too_large` past 112 KiB without reading on, and `invalid` for what is no JSON or does not fit, naming the
 * field and, unless it is a secret, the value, as Nova does.
 */
export const readJson = async <Schema extends ZodType>(
  context: Context<ServiceEnv>,
  schema: Schema,
): Promise<z.output<Schema>> => checkJson(schema, parseJson(await readText(context.req.raw)))

/** The same check for a value that was read already. */
export const checkJson = <Schema extends ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path.map(String).join('.') ?? ''
  const shown = /pass|secret|token|credential/i.test(path) ? '' : ` Value: ${brief(issue?.input)}.`
  const field = path === '' ? 'request body' : `field/attribute ${path}`
  throw new CloudError('invalid', `Invalid input for ${field}.${shown} ${issue?.message ?? ''}`.trim(), {
    reason: 'ValidationError',
  })
}

const brief = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'None')
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new CloudError('invalid', 'Malformed request body', { reason: 'MalformedRequestBody' })
  }
}

const readText = async (request: Request): Promise<string> => {
  const told = request.headers.get('content-length')
  if (Number(told ?? 0) > jsonBodyLimit) throw tooLarge()
  // HTTP holds a sender to the length that was told, and a body that is read whole costs a fraction of a stream.
  if (told !== null) return Buffer.from(await request.arrayBuffer()).toString('utf8')
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > jsonBodyLimit) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const tooLarge = (): CloudError =>
  new CloudError('too_large', `Request is too large: at most ${jsonBodyLimit} bytes are read.`)
