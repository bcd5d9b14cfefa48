import { createMock, mockAdmin, MockOptionError } from '@bando/mock'
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { wire } from './running/wire.ts'
import { serve } from './serve.ts'

test('an adminPort that equals the port is refused', async () => {
  const { port } = await serve()
  await expect(createMock().listen({ port, adminPort: port })).rejects.toThrow(
    new MockOptionError(
      `Option "adminPort" must be another port than "port", but both are ${port}. Leave it out, and /_mock is on the API's own port.`,
    ),
  )
})

test('two free ports are different', async () => {
  await using listening = await createMock().listen({ port: 0, adminPort: 0 })
  expect(listening.adminUrl).not.toBe(listening.url)
})

/** Longer than a test may take. */
const neverMs = 3_600_000

test.each([true, false])('closing does not wait for silent connections, with TLS %s', async (tls) => {
  const listening = await createMock().listen({ tls, patienceMs: neverMs })
  const silent = wire(listening.url)
  // Connections are accepted in their order: once this one is refused, the silent one is held.
  await wire(listening.url, 'no request\r\n\r\n')
  await listening.close()
  expect(await silent).toBe('')
})

const hasIPv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === 'IPv6'))

test.each([['0.0.0.0', '127.0.0.1'], ...(hasIPv6 ? [['::', '[::1]']] : [])] as [string, string][])(
  'on every address (%s), the page works under a name of this machine',
  async (host, name) => {
    await using listening = await createMock().listen({ host, adminPort: 0 })
    const { url, adminUrl, port } = listening
    expect([url, new URL(adminUrl).hostname]).toEqual([`http://${name}:${port}`, name])
    const init = { method: 'POST', headers: { origin: adminUrl } }
    expect((await fetch(`${adminUrl}/_mock/reset`, init)).status).toBe(204)
  },
)

describe('under a base path', () => {
  test.each(['/bando', '/proxy/bando/'])('%s, the API is below it and nowhere else', async (basePath) => {
    const { mock, url, port } = await serve({}, { basePath })
    const root = `http://127.0.0.1:${port}`
    expect(url).toBe(root + basePath.replace(/\/$/, ''))
    expect((await fetch(`${url}/coolness?of=ice`)).status).toBe(200)
    const elsewhere = await fetch(`${root}/coolness`)
    expect([elsewhere.status, await elsewhere.text()]).toEqual([404, expect.stringContaining(basePath)])
    expect((await fetch(`${url}er/coolness`)).status).toBe(404)
    expect(mock.log.map(({ path, search }) => path + search)).toEqual(['/coolness?of=ice'])
  })

  test('every redirect to a path gets the base path', async () => {
    const routes = {
      'GET /moved': () => new Response(null, { status: 302, headers: { location: '/mine' } }),
      'GET /left': () => new Response(null, { status: 302, headers: { location: '//elsewhere.example/' } }),
    }
    const { mock, ask } = await serve({ routes }, { basePath: '/bando' })
    mock.faults.add({ path: '/fault', status: 307, headers: { location: '/there' } })
    const leadsTo = async (path: string) => (await ask(path)).headers.get('location')
    expect(await leadsTo('/api/v1/networks?x=1')).toBe('/bando/api/v1/networks/?x=1')
    expect(await leadsTo('/moved')).toBe('/bando/mine')
    expect(await leadsTo('/fault')).toBe('/bando/there')
    expect(await leadsTo('/left')).toBe('//elsewhere.example/')
  })

  test('a preflight and a fault work as without a base path', async () => {
    const { mock, url } = await serve({}, { basePath: '/bando' })
    const headers = { 'access-control-request-method': 'GET' }
    expect((await fetch(`${url}/coolness`, { method: 'OPTIONS', headers })).status).toBe(204)
    mock.faults.next({ path: '/coolness', breakage: 'reset-after' })
    await expect(fetch(`${url}/coolness`)).rejects.toThrow()
  })

  test('the admin API is at the root and below the base path', async () => {
    await using listening = await createMock().listen({ basePath: '/bando' })
    const { url, adminUrl, port } = listening
    expect(adminUrl).toBe(`http://127.0.0.1:${port}`)
    for (const where of [url, adminUrl]) expect(await mockAdmin(where).state()).toMatchObject({ callers: [] })
    await using apart = await createMock().listen({ basePath: '/bando', adminPort: 0 })
    expect(await mockAdmin(apart.adminUrl).state()).toMatchObject({ callers: [] })
    expect((await fetch(`${apart.url}/_mock/state`)).status).toBe(404)
  })

  test('an invalid base path is refused', async () => {
    await expect(createMock().listen({ basePath: 'bando' })).rejects.toThrow(
      new MockOptionError(
        'Option "basePath" must be a path, but "bando" was given. Start it with a slash: "/bando".',
      ),
    )
  })
})
