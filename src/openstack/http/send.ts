/** A request as it leaves this process. */
export interface Outgoing {
  readonly method: string
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | ReadableStream<Uint8Array> | undefined
  /** Ends the request, and the reading of its answer, with its reason. */
  readonly signal: AbortSignal
}

/** An answer as far as it has come in. */
interface Incoming {
  readonly status: number
  readonly headers: AnswerHeaders
  /** Read no faster than it is asked for. Null when there is none. */
  readonly body: AsyncIterable<Uint8Array> | null
}

/** As much of `Headers` as the readers of answers need. */
export interface AnswerHeaders extends Iterable<readonly [string, string]> {
  /** Null when the answer does not have it, whatever its case. */
  get(name: string): string | null
}

/** How requests leave this process: `openTransport`'s, which pools connections, or `sendBy` a `fetch`. Follows no redirection. */
export type Send = (request: Outgoing) => Promise<Incoming>
