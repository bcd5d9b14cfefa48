import { createMock, MockOptionError } from '@bando/mock'
import { networkInterfaces } from 'node:os'
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

/** Longer than a test may take. */
const neverMs = 3_600_000

test.each([true, false])('ending waits for nobody who says nothing, with TLS %s', async (tls) => {
  const listening = await createMock().listen({ tls, patienceMs: neverMs })
  const silent = wire(listening.url)
  // Connections are accepted in their order: once this one is refused, the silent one is held.
  await wire(listening.url, 'no request\r\n\r\n')
  await listening.close()
  expect(await silent).toBe('')
})

const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === 'IPv6'))

test.each([['0.0.0.0', '127.0.0.1'], ...(hasIPv6 ? [['::', '[::1]']] : [])] as [string, string][])(
  'on every address (%s) its page is found under a name of this machine, and may drive it',
  async (host, name) => {
    await using listening = await createMock().listen({ host, adminPort: 0 })
    const { url, adminUrl, port } = listening
    expect([url, new URL(adminUrl).hostname]).toEqual([`http://${name}:${port}`, name])
    const init = { method: 'POST', headers: { origin: adminUrl } }
    expect((await fetch(`${adminUrl}/_mock/reset`, init)).status).toBe(204)
  },
)
