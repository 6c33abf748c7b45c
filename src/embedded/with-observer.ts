import type { Handler } from '../fronts/listen.ts'
import { type ObservedExchange, observedAnswer, observedPath, observedRequest } from './observed-exchange.ts'

/** The handler, with each of its exchanges told once its answer is known. */
export const withObserver = (handler: Handler, observe: ((exchange: ObservedExchange) => void) | undefined): Handler =>
  !observe
    ? handler
    : async (request, connection) => {
        const { method, url } = request
        const asked = await observedRequest(request)
        const { seen, answer } = await observedAnswer(await handler(request, connection))
        observe({ method, path: observedPath(url), request: asked, answer: seen })
        return answer
      }
