import { createMock, type ListenOptions, type Mock, type MockOptions } from '@bando/mock'
import { onTestFinished } from 'vitest'

/** One request, as any HTTP client would make it. */
export interface Ask {
  readonly token?: string | undefined
  readonly authorization?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A mock behind a real port, closed when the test is over. */
export async function serve(
  options: MockOptions = {},
  where: ListenOptions = {},
): Promise<{
  mock: Mock
  url: string
  port: number
  close: () => Promise<void>
  certificate: string | undefined
  token: string
  ask: (path?: string, ask?: Ask) => Promise<Response>
  statuses: (count: number, ask?: Ask) => Promise<number[]>
}> {
  const mock = createMock(options)
  // Windows begin at a round instant and end when the test says so.
  mock.clock.freeze()
  const { url, port, certificate, close } = await mock.listen(where)
  onTestFinished(close)
  const ask = (path = '/coolness', { token, authorization, method = 'GET', headers, body }: Ask = {}) =>
    fetch(url + path, {
      method,
      redirect: 'manual',
      body: body ?? null,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(authorization !== undefined && { authorization }),
        ...headers,
      },
    })
  const statuses = async (count: number, request: Ask = {}): Promise<number[]> => {
    const seen: number[] = []
    for (let sent = 0; sent < count; sent++) {
      const response = await ask('/coolness', request)
      await response.arrayBuffer()
      seen.push(response.status)
    }
    return seen
  }
  return { mock, url, port, close, certificate, token: mock.tokens.issue(), ask, statuses }
}

/** So many times the same. */
export function times<Value>(count: number, value: Value): Value[] {
  return Array.from({ length: count }, () => value)
}

export const minuteMs = 60_000
export const hourMs = 3_600_000
