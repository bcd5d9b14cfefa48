import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

const patienceMs = 300_000

/**
 * Returns the body of the first response. Retries until the server listens.
 * @throws the signal's reason
 */
export async function firstAnswer(url: string, signal: AbortSignal): Promise<string> {
  const until = performance.now() + patienceMs
  while (performance.now() < until) {
    signal.throwIfAborted()
    const body = await ask(url)
    if (body !== undefined) return body
    await delay(1)
  }
  throw new Error(`${url} did not respond with 200 within ${patienceMs} ms.`)
}

function ask(url: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (body += text))
      response.on('end', () => resolve(response.statusCode === 200 ? body : undefined))
    })
    request.on('error', () => resolve(undefined))
  })
}

/** The header fields of every request, so that all servers read the same bytes. */
export const headers = { authorization: 'Bearer bando_benchmark' }
