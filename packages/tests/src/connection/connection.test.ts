import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'
import type { Told } from './ask.ts'

const script = fileURLToPath(new URL('ask.ts', import.meta.url))

/** Asks in a process of its own, since Node reads the proxy's variables when it starts. */
async function ask(url: string, env: Readonly<Record<string, string>> = {}): Promise<Told> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@bando/source', script, url],
    { env: { ...process.env, ...env } },
  )
  return JSON.parse(stdout) as Told
}

/** A server that answers the first bytes of each connection. Resolves with its port. */
async function answering(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as { port: number }).port
}

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

const throughProxy = (port: number) =>
  ask('https://api.bando.example', { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: `http://127.0.0.1:${port}` })

it.each<[string, () => Promise<Told>, RegExp]>([
  [
    'a proxy that refuses CONNECT',
    async () => throughProxy(await answering((socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'))),
    /403/,
  ],
  [
    'a proxy that asks for a password',
    async () =>
      throughProxy(
        await answering((socket) =>
          socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n'),
        ),
      ),
    /407/,
  ],
  ['a proxy that is not there', async () => throughProxy(await closedPort()), /ECONNREFUSED/],
  [
    'a server whose certificate is not trusted',
    async () => {
      const { url, close } = await createMock().listen({ tls: true })
      onTestFinished(close)
      return ask(url)
    },
    /certificate/,
  ],
  [
    'a server that speaks no TLS',
    async () => {
      const port = await answering((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      return ask(`https://127.0.0.1:${port}`)
    },
    /wrong version number/i,
  ],
  [
    'a server that closes the connection in the TLS handshake',
    async () => ask(`https://127.0.0.1:${await answering((socket) => socket.destroy())}`),
    /before secure TLS connection was established|ECONNRESET/,
  ],
])('nothing is spent on %s, and the cause is visible', async (_, told, cause) => {
  const { code, sent, remaining, messages } = await told()
  expect({ code, sent, remaining }).toEqual({ code: 'network', sent: false, remaining: 100 })
  expect(messages.join('\n')).toMatch(cause)
  expect(messages.join('\n')).not.toContain('bando_good')
})
