import { expect, test } from 'vitest'
import { serve } from './serve.ts'

const json = { 'content-type': 'application/json' }
const post = (body: unknown, headers = {}) =>
  ({ method: 'POST', body: JSON.stringify(body), headers: { ...json, ...headers } }) as const

test('what is sold, where, and for which tokens', async () => {
  const { ask } = await serve()
  expect(await (await ask('/api/v1/products/grouped/')).json()).toMatchObject({
    products: [{ kind: 'topup', brands: [{ brand: 'Telcel' }, { brand: 'Claro' }] }, { kind: 'gift-card' }],
  })
  expect(await (await ask('/api/v1/networks/')).json()).toMatchObject({
    networks: [{ key: 'ethereum' }, {}, {}, {}],
  })
  expect(await (await ask('/api/v1/tokens/base/')).json()).toMatchObject({
    network: 'base',
    tokens: [{ symbol: 'USDC' }, {}, {}],
  })
  expect((await ask('/api/v1/tokens/nowhere/')).status).toBe(404)
})

test.each([
  ['/api/v1/products/grouped/', 5],
  ['/api/v1/networks/', 4],
  ['/api/v1/tokens/base/', 3],
])('%s comes page by page, each led to by the one before', async (path, all) => {
  const { ask, url } = await serve()
  const whole = await (await ask(path)).text()
  const names = (text: string) => text.match(/"(sku|key|symbol)":"[^"]+"/g) ?? []
  const seen: string[] = []
  for (let next: string | undefined = `${path}?limit=1`; next !== undefined;) {
    const response = await ask(next)
    seen.push(...names(await response.text()))
    const target = /<(.*)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
    next = target === undefined ? undefined : new URL(target, url).href.slice(url.length)
  }
  expect([seen.length, seen]).toEqual([all, names(whole)])
  const refused = await ask(`${path}?limit=0`)
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringMatching(/limit: must be/)])
})

test('a quote, for a product there is', async () => {
  const { ask } = await serve({ clock: { now: () => 0 } })
  const wanted = { sku: 'telcel-100', networkKey: 'base', token: 'USDC' }
  const quote = await ask('/api/v1/quotes/', post(wanted))
  expect(await quote.json()).toEqual({ ...wanted, amount: 5.8, expiresAt: '1970-01-01T00:01:00.000Z' })
  const refused = await ask('/api/v1/quotes/', post({ ...wanted, sku: 'moon' }))
  expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
    400,
    'sku: no product has this sku. Write to api@bando.cool if it should be valid.',
  ])
})

test('a reference, valid or not', async () => {
  const { ask } = await serve()
  const asked = { sku: 'telcel-100', reference: '+525512345678' }
  expect(await (await ask('/api/v1/references/', post(asked))).json()).toEqual({ ...asked, valid: true })
  expect((await ask('/api/v1/references/', { method: 'POST', body: '{' })).status).toBe(400)
  expect((await ask('/api/v1/references/', post({ ...asked, reference: '5'.repeat(256) }))).status).toBe(400)
})

test('a purchase is made once for each idempotency key, and moves on with the clock', async () => {
  const { mock, ask } = await serve()
  const buy = (key: string) =>
    ask('/api/v1/wallets/0xa/transactions/', post({ sku: 'claro-20' }, { 'idempotency-key': key }))
  const [first, again, other] = [await buy('one'), await buy('one'), await buy('two')]
  expect([first.status, again.status, other.status]).toEqual([201, 201, 201])
  const { id } = (await first.json()) as { id: string }
  expect(await again.json()).toMatchObject({ id })
  expect(await other.json()).not.toMatchObject({ id })
  const status = async () =>
    ((await (await ask(`/api/v1/wallets/0xa/transactions/${id}/`)).json()) as { status: string }).status
  const seen = [await status()]
  for (const ms of [5000, 15_000]) {
    mock.advance(ms)
    seen.push(await status())
  }
  expect(seen).toEqual(['pending', 'processing', 'completed'])
  expect((await ask(`/api/v1/wallets/0xb/transactions/${id}/`)).status).toBe(404)
})

test('a purchase whose answer was lost has been made', async () => {
  const { mock, ask } = await serve()
  const buy = () =>
    ask('/api/v1/wallets/0xa/transactions/', post({ sku: 'claro-20' }, { 'idempotency-key': 'one' }))
  mock.faults.next({ breakage: 'reset-after' })
  await expect(buy()).rejects.toThrow()
  expect((await buy()).headers.get('idempotent-replayed')).toBe('true')
})

test('a POST without its slash is redirected with its method, and a body too large is refused', async () => {
  const { ask } = await serve()
  const moved = await ask('/api/v1/quotes', post({}))
  expect([moved.status, moved.headers.get('location')]).toEqual([308, '/api/v1/quotes/'])
  expect((await ask('/api/v1/quotes/', { method: 'POST', body: 'x'.repeat(1_048_577) })).status).toBe(413)
})
