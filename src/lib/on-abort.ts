import { setMaxListeners } from 'node:events'

/**
 * Calls the listener when the signal aborts, at once if it has; the function returned ends that. One signal often stops hundreds of requests, so Node's warning
 * about many listeners is switched off for it.
 */
export const onAbort = (signal: AbortSignal, listener: () => void): (() => void) => {
  setMaxListeners(0, signal)
  if (signal.aborted) listener()
  else signal.addEventListener('abort', listener, { once: true })
  return () => signal.removeEventListener('abort', listener)
}
