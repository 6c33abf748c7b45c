import { CloudError } from '../../../model/cloud-error.ts'
import { bulkLimits, limits } from './limits.ts'
import type { Outcome } from './outcome.ts'
import { outcomeAnswer } from './outcome-answer.ts'
import type { SwiftContext } from './swift-context.ts'
import { statusLine, statusOf, swiftRefusal } from './swift-refusal.ts'
import { contentLength, type SwiftRequest, subrequest } from './swift-request.ts'
import { decoded, type Target } from './target.ts'

/** Something to be deleted, as `container` or `container/object`, or why it is not to be. */
export interface PathToDelete {
  readonly path: string
  readonly problem?: { readonly status: number; readonly text: string }
}

/** `POST` or `DELETE …?bulk-delete`: what the body names line by line (openstack/swift `swift/common/middleware/bulk.py`). */
export const bulkDelete = (context: SwiftContext, request: SwiftRequest): Response =>
  answerDeletes(context, request, async () => {
    const type = request.headers.get('content-type')
    if (type && !type.startsWith('text/plain')) throw swiftRefusal(406)
    const isChunked = request.headers.get('transfer-encoding')?.toLowerCase().includes('chunked')
    if (contentLength(request) === undefined && !isChunked) throw swiftRefusal(411)
    return pathsIn(request.body)
  })

/** Deletes all that, objects before containers, in the caller's name, and tells what became of it. */
export const answerDeletes = (
  context: SwiftContext,
  request: SwiftRequest,
  find: () => Promise<readonly PathToDelete[]>,
): Response =>
  outcomeAnswer(context.front.clock, request, 'delete', async () => {
    const tally = new Tally()
    try {
      const named = (await find()).filter(({ path }) => path !== '')
      const isObject = ({ path }: PathToDelete) => path.replace(/^\/+|\/+$/g, '').includes('/')
      for (const each of [...named.filter(isObject), ...named.filter((other) => !isObject(other))])
        tally.count(each, each.problem ?? (await deleteOne(context, request, each)))
      return tally.outcome()
    } catch (error) {
      return tally.outcome(error)
    }
  })

const deleteOne = async ({ handle }: SwiftContext, request: SwiftRequest, { path }: PathToDelete) => {
  const [container = '', ...rest] = path.replace(/^\/+/, '').split('/')
  const target: Target = {
    account: request.target.account,
    container,
    ...(rest.join('/') === '' ? {} : { object: rest.join('/') }),
  }
  const { status } = await handle(subrequest(request, 'DELETE', target))
  return { status, text: statusLine(status) }
}

class Tally {
  #deleted = 0
  #notFound = 0
  #failure = 400
  readonly #errors: Array<readonly [string, string]> = []

  count({ path }: PathToDelete, { status, text }: NonNullable<PathToDelete['problem']>): void {
    if (status < 300) this.#deleted += 1
    else if (status === 404) this.#notFound += 1
    else {
      if (status >= 500) this.#failure = 502
      this.#errors.push([encodeURIComponent(path).replaceAll('%2F', '/'), text])
      if (this.#errors.length >= bulkLimits.max_failed_deletes) throw swiftRefusal(400, 'Max delete failures exceeded')
    }
  }

  outcome(error?: unknown): Outcome {
    const isNothing = this.#deleted + this.#notFound + this.#errors.length === 0
    const [status, body] =
      error === undefined
        ? [this.#errors.length > 0 ? this.#failure : isNothing ? 400 : 200, isNothing ? 'Invalid bulk delete.' : '']
        : toldOf(error)
    return {
      fields: {
        'Response Status': statusLine(status),
        'Response Body': body,
        'Number Deleted': this.#deleted,
        'Number Not Found': this.#notFound,
      },
      errors: this.#errors,
    }
  }
}

/** Status and text of what went wrong with a bulk request as a whole. */
export const toldOf = (error: unknown): readonly [status: number, text: string] =>
  error instanceof CloudError ? [statusOf(error), error.message] : [500, '']

/** The lines of a body, percent-decoded. */
const pathsIn = async (body: ReadableStream<Uint8Array> | null): Promise<readonly PathToDelete[]> => {
  const longest = 2 * (limits.max_object_name_length + limits.max_container_name_length + 2)
  const paths: PathToDelete[] = []
  const add = (line: string): void => {
    if (line.trim() !== '') paths.push({ path: decoded(line.trim()) })
    if (paths.length > bulkLimits.max_deletes_per_request)
      throw swiftRefusal(413, `Maximum Bulk Deletes: ${bulkLimits.max_deletes_per_request} per request`)
  }
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) add(line)
    if (rest.length > longest) throw swiftRefusal(400, 'Invalid File Name')
  }
  add(rest)
  return paths
}
