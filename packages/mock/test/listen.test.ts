import { createMock, MockOptionError } from '@bando/mock'
import { expect, test } from 'vitest'
import { wire } from './running/wire.ts'
import { serve } from './serve.ts'

test('one port for the API and /_mock apart is refused, as it is no port of its own', async () => {
  const { port } = await serve()
  await expect(createMock().listen({ port, adminPort: port })).rejects.toThrow(
    new MockOptionError(
      `Option "adminPort" must be another port than "port", but both are ${port}. Leave it out, and /_mock is on the API's own port.`,
    ),
  )
})

test('any free port for each is two', async () => {
  await using listening = await createMock().listen({ port: 0, adminPort: 0 })
  expect(listening.adminUrl).not.toBe(listening.url)
})

test.each([true, false])(
  'ending waits for nobody who says nothing, with TLS %s',
  async (tls) => {
    const listening = await createMock().listen({ tls, patienceMs: 60_000 })
    const silent = wire(listening.url)
    // Connections are accepted in their order: once this one is refused, the silent one is held.
    await wire(listening.url, 'no request\r\n\r\n')
    await listening.close()
    expect(await silent).toBe('')
  },
  10_000,
)
