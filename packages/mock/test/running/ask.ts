import { Agent, request, type IncomingHttpHeaders } from 'node:http'

/** One request, as any program could write it. */
export interface Ask {
  readonly path?: string
  readonly method?: string
  /** Sent as a bearer token. */
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** The address it comes from. */
  readonly from?: string | undefined
}

/** What came back. */
export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

const agent = new Agent({ keepAlive: true })

/** Sends a request over plain `node:http`, and reads the whole answer. */
export function ask(
  url: string,
  { path = '/coolness', method, token, headers, body, from }: Ask = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, {
      agent,
      method: method ?? 'GET',
      headers: { ...(token !== undefined && { Authorization: `Bearer ${token}` }), ...headers },
      ...(from !== undefined && { localAddress: from }),
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    sent.end(body)
  })
}
