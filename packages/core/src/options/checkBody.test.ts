import { describe, expect, it } from 'vitest'
import { failure, json, setUp } from '../call/setUp.testing.ts'

describe('options in place of a body', () => {
  it.each([
    { body: { sku: 'a' } },
    { body: '{"sku":"a"}' },
    { body: ['a'] },
    { body: 'a note', headers: {} },
    { json: { sku: 'a' } },
    { data: { sku: 'a' }, headers: {} },
    { headers: { 'x-trace': '1' } },
    { idempotencyKey: 'a' },
    { body: { sku: 'a' }, idempotencyKey: 'a', timeoutMs: 1 },
  ])('%j is refused, and nothing is sent', async (options) => {
    const { bando, requests } = setUp(() => json({}))
    const found = Object.keys(options).join(', ')
    for (const method of ['post', 'put', 'patch'] as const) {
      expect(await failure(bando[method]('/a', options as object))).toMatchObject({
        code: 'config',
        message: `${method}: takes the body itself, then the options. Found an object with ${found}. Write ${method}(path, body, options), or request('${method.toUpperCase()}', path, { body }) to send such an object.`,
      })
    }
    expect(requests).toEqual([])
  })

  it('can be sent as a body by request', async () => {
    const { bando, requests } = setUp(() => json({}))
    await bando.request('POST', '/a', { body: { body: { sku: 'a' } } })
    expect(await new Response(requests[0]?.body).json()).toEqual({ body: { sku: 'a' } })
  })
})

it.each([
  [{ sku: 'a', fiatCurrency: 'MXN', digitalAsset: '0x0', chainId: 1 }],
  [{ reference: '1', requiredFields: [], transactionIntent: {}, transactionReceipt: {} }],
  [{ body: 'a note' }],
  [{ body: {}, subject: 'an order' }],
  [{ query: '{ countries }' }],
  [{ data: { type: 'orders' } }],
  [{ key: 'a', group: 'b' }],
  [{}],
  [[{ body: {} }]],
  ['{"body":{}}'],
])('%j is a body, and is sent as it is', async (body) => {
  const { bando, requests } = setUp(() => json({}))
  await bando.post('/a', body)
  const sent = await new Response(requests[0]?.body).text()
  expect(JSON.parse(sent)).toEqual(typeof body === 'string' ? JSON.parse(body) : body)
})
