import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Responds at once with a small JSON, or with one of the bytes that its argument says. */
export const jsonServer = new URL('jsonServer.ts', import.meta.url)

export interface StartedServer extends AsyncDisposable {
  readonly url: string
}

/**
 * Starts a script in a process of its own. Its first message is its URL. The process ends on
 * disposal.
 */
export async function startServer(script: URL, args: readonly string[] = []): Promise<StartedServer> {
  const child = fork(fileURLToPath(script), args)
  const ended = once(child, 'exit')
  const [url] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => {
      throw new Error(`${fileURLToPath(script)}: ended with ${code} before it told its URL.`)
    }),
  ])) as [string]
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.disconnect()
      await ended
    },
  }
}
