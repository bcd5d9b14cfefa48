import { expect, test, vi } from 'vitest'
import { serve } from './serve.ts'
import { quoteBody } from './shop.ts'

const path = '/api/v1/quotes/'
const keyed = (key: string, body: string) => ({
  method: 'POST',
  headers: { 'idempotency-key': key },
  body,
})
const asked = (fiatCurrency: string, number: number) =>
  quoteBody({ sku: `b4d00000-0000-4000-8000-${String(number).padStart(12, '0')}`, price: { fiatCurrency } })
const claro = asked('COP', 3)
const telcel = asked('MXN', 1)

test('a repeated request gets the same response, marked as replayed, and is processed once', async () => {
  const { ask, mock } = await serve()
  const first = await ask(path, keyed('one', claro))
  mock.advance(60_000)
  const again = await ask(path, keyed('one', claro))
  expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null])
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true'])
  expect(await again.text()).toBe(await first.text())
  expect(await (await ask(path, keyed('two', claro))).json()).toMatchObject({ id: 2 })
  expect(mock.log.map(({ counted }) => counted)).toEqual([true, true, true])
})

test('another body with the same key is refused', async () => {
  const { ask } = await serve()
  await ask(path, keyed('one', claro))
  const other = await ask(path, keyed('one', telcel))
  expect([other.status, await other.text()]).toEqual([422, expect.stringMatching(/KEY_REUSED.*another body/)])
})

test('a second request is refused while the first is processed', async () => {
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<Response>()
  const slow = () => {
    started.resolve()
    return finish.promise
  }
  const { ask } = await serve({ routes: { 'POST /mine': slow } })
  const first = ask('/mine', keyed('one', ''))
  await started.promise
  const second = await ask('/mine', keyed('one', ''))
  expect([second.status, await second.text()]).toEqual([409, expect.stringMatching(/KEY_IN_USE.*still/)])
  finish.resolve(new Response('done'))
  expect(await (await first).text()).toBe('done')
  expect(await (await ask('/mine', keyed('one', ''))).text()).toBe('done')
})

test('a key belongs to one caller and one path', async () => {
  const routes = { 'POST /mine': () => Response.json({ id: 'mine' }) }
  const { ask, mock, token } = await serve({ routes })
  const idOf = async (where: string, as?: string) =>
    ((await (await ask(where, { ...keyed('one', claro), token: as })).json()) as { id: number }).id
  const owned = mock.tokens.issue({ owner: 'a' })
  expect([
    await idOf(path),
    await idOf(path, token),
    await idOf(path, owned),
    await idOf('/mine'),
    // A rolled token repeats what the old one began.
    await idOf(path, mock.tokens.issue({ owner: 'a' })),
  ]).toEqual([1, 2, 3, 'mine', 3])
})

test('a key belongs to one caller, with any names of owners and keys', async () => {
  const routes = { 'POST /p': () => new Response('p'), 'POST /q': () => new Response('q') }
  const { ask, mock } = await serve({ routes })
  const [a, b] = ['a', 'a POST /p'].map((owner) => mock.tokens.issue({ owner }))
  await ask('/p', { ...keyed('POST /q k', ''), token: a })
  expect(await (await ask('/q', { ...keyed('k', ''), token: b })).text()).toBe('q')
})

test('a refused or failed request may be sent again with its key', async () => {
  let asked = 0
  const flaky = () => {
    asked += 1
    if (asked === 1) throw new Error('It failed.')
    return new Response('done', { status: asked === 2 ? 503 : 200 })
  }
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const { ask } = await serve({ routes: { 'POST /mine': flaky } })
  const refused = await ask(path, keyed('one', '{"sku":"moon"}'))
  const mended = await ask(path, keyed('one', claro))
  expect([refused.status, mended.status]).toEqual([400, 201])
  const mine: number[] = []
  for (let sent = 0; sent < 4; sent++) mine.push((await ask('/mine', keyed('one', ''))).status)
  expect([mine, asked]).toEqual([[500, 503, 200, 200], 3])
})

test('an empty key, or one that is too long, is refused', async () => {
  const { ask } = await serve()
  for (const key of ['', 'k'.repeat(256)]) {
    const response = await ask(path, keyed(key, claro))
    expect([response.status, await response.text()]).toEqual([400, expect.stringMatching(/Send 1 to 255/)])
  }
})

test('requests without a key, or with an idempotent method, are each processed', async () => {
  let asked = 0
  const { ask } = await serve({ routes: { 'PUT /mine': () => new Response(`${++asked}`) } })
  await ask(path, { method: 'POST', body: claro })
  const second = await ask(path, { method: 'POST', body: claro })
  expect(await second.json()).toMatchObject({ id: 2 })
  for (let sent = 0; sent < 2; sent++) await ask('/mine', { ...keyed('one', ''), method: 'PUT' })
  expect(asked).toBe(2)
})

test('keys work without a socket, and another address is another caller', async () => {
  const { mock } = await serve()
  const buy = async (address: string) => (await mock.fetch(path, { ...keyed('one', claro), address })).json()
  const bought = [await buy('192.0.2.1'), await buy('192.0.2.1'), await buy('192.0.2.2')]
  expect(bought).toMatchObject([{ id: 1 }, { id: 1 }, { id: 2 }])
})

test('a reset forgets the keys', async () => {
  const { ask, mock } = await serve()
  await ask(path, keyed('one', claro))
  mock.reset()
  expect((await ask(path, keyed('one', telcel))).status).toBe(201)
})
