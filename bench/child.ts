import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A process of its own that runs one of this folder's files and tells what it has in messages. */
export interface Child extends AsyncDisposable {
  /** Sends the word, if one is given, and waits for the next message. Rejects when the process ends without one. */
  ask(word?: string): Promise<unknown>
}

export const startChild = (file: string, nodeOptions: readonly string[] = []): Child => {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = fork(path, { execArgv: [...nodeOptions, '--import', 'tsx'] })
  const ended = once(child, 'exit')
  return {
    ask: async (word) => {
      const answer = once(child, 'message')
      if (word !== undefined) child.send(word)
      const [message] = await Promise.race([
        answer,
        ended.then(([code]) => {
          throw new Error(`${file} ended with ${code} before it answered`)
        }),
      ])
      return message
    },
    async [Symbol.asyncDispose]() {
      child.kill()
      await ended
    },
  }
}
