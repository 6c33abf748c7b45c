import type { Clock } from '../../../lib/clock.ts'
import { bestMatch } from './accept.ts'
import { type Outcome, outcomeBody, outcomeFormats } from './outcome.ts'
import { statusLine } from './swift-refusal.ts'
import type { SwiftRequest } from './swift-request.ts'

/** How often a byte is sent while the work goes on, so that nobody hangs up (openstack/swift `swift/common/middleware/bulk.py`, `yield_frequency`). */
const heartbeatMs = 10_000

/**
 * Answers 200 at once and does the work while the answer is under way; what became of it is told in the body, in the form that the caller takes.
 * `work` throws nothing.
 */
export const outcomeAnswer = (
  clock: Clock,
  { headers }: SwiftRequest,
  root: string,
  work: () => Promise<Outcome>,
): Response => {
  const format = bestMatch(headers.get('accept'), outcomeFormats)
  async function* body(): AsyncGenerator<Uint8Array> {
    if (!format) {
      yield Buffer.from(
        outcomeBody(
          { fields: { 'Response Status': statusLine(406), 'Response Body': '' }, errors: [] },
          'text/plain',
          root,
        ),
      )
      return
    }
    const over = new AbortController()
    const working = work().finally(() => over.abort())
    let separator = ''
    while (!over.signal.aborted) {
      await Promise.race([working, clock.sleep(heartbeatMs, over.signal).catch(() => undefined)])
      if (over.signal.aborted) break
      yield Buffer.from(separator === '' && format.endsWith('xml') ? '<?xml version="1.0" encoding="UTF-8"?>\n' : ' ')
      separator = '\r\n\r\n'
    }
    yield Buffer.from(separator + outcomeBody(await working, format, root))
  }
  return new Response(ReadableStream.from(body()), {
    headers: { 'content-type': `${format ?? 'text/plain'}; charset=UTF-8` },
  })
}
