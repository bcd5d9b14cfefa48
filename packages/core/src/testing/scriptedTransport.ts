import type * as platform from '../contract/platform.ts'
import type { Transport } from '../contract/Transport.ts'

export interface ScriptedRequest {
  readonly method: string
  readonly url: platform.URL
  readonly headers: platform.Headers
  readonly body: platform.BodyInit | null | undefined
  readonly signal: platform.AbortSignal | null | undefined
}

/**
 * A transport that answers as `answer` says, and remembers what it was asked. Like `fetch`, it
 * rejects when aborted.
 */
export function scriptedTransport(
  answer: (request: ScriptedRequest, index: number) => platform.Response | Promise<platform.Response>,
): Transport & { readonly requests: readonly ScriptedRequest[] } {
  const requests: ScriptedRequest[] = []
  const transport: Transport = async (url, { method = 'GET', headers, body, signal }) => {
    signal?.throwIfAborted()
    const request = { method, url: new URL(url), headers: new Headers(headers), body, signal }
    requests.push(request)
    const answered = Promise.resolve(answer(request, requests.length - 1))
    if (!signal) return answered
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      answered.then(resolve, reject)
    })
  }
  return Object.assign(transport, { requests })
}
