import { connect } from 'node:net'

/** How probes leave this machine. Each resolves with what is in the way, or with `undefined` when nothing is. */
export interface Reach {
  tcp(address: string, port: number, signal: AbortSignal): Promise<string | undefined>
  http(
    url: string,
    wanted: { readonly status: number; readonly contains?: string | undefined },
    signal: AbortSignal,
  ): Promise<string | undefined>
}

const patienceMs = 10_000
const longestBody = 1024 * 1024

/** Probes over the network, each try giving up after ten seconds. Redirects are answers, not followed. */
export const networkReach = (fetch: typeof globalThis.fetch): Reach => ({
  tcp: (address, port, signal) =>
    new Promise((resolve) => {
      const socket = connect({ host: address, port, signal })
      const end = (reason: string | undefined) => {
        socket.destroy()
        resolve(reason)
      }
      socket.setTimeout(patienceMs, () => end(`no answer within ${patienceMs / 1000} seconds`))
      socket.once('connect', () => end(undefined))
      socket.once('error', (error) => end(error.message))
    }),
  http: async (url, { status, contains }, signal) => {
    try {
      const answer = await fetch(url, {
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
      })
      const body = await beginningOf(answer)
      if (answer.status !== status) return `it answers ${answer.status}, not ${status}`
      if (contains !== undefined && !body.includes(contains))
        return `its answer does not contain ${JSON.stringify(contains)}`
      return undefined
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return cause instanceof Error ? cause.message : String(cause)
    }
  },
})

const beginningOf = async (answer: Response): Promise<string> => {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longestBody) break
  }
  return text
}
