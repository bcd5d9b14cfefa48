import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBando, memoryStore } from '@bando/core'
import { createMock } from '@bando/mock'
import { expect, it, onTestFinished } from 'vitest'

it.each(['half', 'wrong-length'] as const)(
  'a body that is cut (%s) on a real connection is told',
  async (breakage) => {
    const mock = createMock()
    const { url, close } = await mock.listen()
    const bando = createBando({ baseUrl: url, store: memoryStore() })
    onTestFinished(async () => void (await Promise.all([bando.close(), close()])))
    mock.faults.next({ breakage })
    await expect(bando.get('/coolness')).rejects.toMatchObject({
      code: 'body',
      reason: 'brokenOff',
      status: 200,
      retryable: true,
      excerpt: expect.stringMatching(/^\{/),
    })
    expect(await bando.get('/coolness')).toMatchObject({ status: 200 })
  },
)

it('the connection of an endless body is closed, past maxBodyBytes and when its stream is cancelled', async () => {
  const server = createServer((_, response) => {
    const write = (): void => {
      while (response.writable && response.write('x'.repeat(65_536)));
      response.once('drain', write)
    }
    write()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const bando = createBando({ baseUrl: `http://127.0.0.1:${port}`, store: memoryStore() })
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await bando.close()
  })
  /** Makes a call, and waits until the server sees the connection close. */
  const closed = async (call: () => Promise<unknown>): Promise<void> => {
    const end = new Promise((resolve) => {
      server.once('connection', (socket) => socket.once('close', resolve))
    })
    await Promise.all([call(), end])
  }
  await closed(() => expect(bando.get('/')).rejects.toMatchObject({ code: 'body', reason: 'tooLong' }))
  await closed(async () => (await bando.get('/', { as: 'stream' })).data.cancel())
  await closed(async () => (await bando.get('/', { as: 'response' })).data.body?.cancel())
})
