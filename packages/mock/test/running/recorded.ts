import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Mock } from '@bando/mock'
import { onTestFinished } from 'vitest'

/** One request that went through, and what it was answered. */
export interface Exchange {
  readonly method: string
  readonly path: string
  readonly asked: string
  readonly status: number
  readonly answered: string
}

/** A mock behind a port that notes what goes to and fro; closed with the test. */
export async function recorded(mock: Mock): Promise<{ url: string; exchanges: Exchange[] }> {
  const exchanges: Exchange[] = []
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url: path = '/' } = incoming
    const asked = await text(incoming)
    const response = await mock.fetch(path, { method, body: asked === '' ? null : asked })
    const answered = await response.text()
    exchanges.push({ method, path, asked, status: response.status, answered })
    outgoing.writeHead(response.status, { 'Content-Type': 'application/json' }).end(answered)
  })
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, exchanges }
}
