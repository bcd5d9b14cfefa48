import { createServer } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { createServer as createSocketServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createBando, memoryStore } from '../index.ts'

/** The port of a server that ends with its test. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

it.each<[string, () => Server]>([
  ['speaks no TLS', () => createServer((_, response) => response.end('{}'))],
  [
    'ends the connection in the handshake',
    () => createSocketServer((socket) => socket.once('data', () => socket.destroy())),
  ],
  ['resets it as it is made', () => createSocketServer((socket) => void socket.resetAndDestroy())],
])('nothing is sent to a server that %s, and nothing is spent (real sockets)', async (_, create) => {
  const port = await listen(create())
  await using bando = createBando({
    token: 'bando_good',
    baseUrl: `https://127.0.0.1:${port}`,
    store: memoryStore(),
    retry: { attempts: 1 },
  })
  for (let index = 0; index < 3; index += 1) {
    const error: unknown = await bando.post('/a', {}).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ code: 'network', sent: false })
  }
  expect(bando.state.limit).toMatchObject({ remaining: 100, inFlight: 0 })
})
