import { describe, expectTypeOf, it } from 'vitest'
import type { Bando, BandoPaths, BandoResponse } from './index.ts'
import { createBando } from './index.ts'
import { schemas } from './call/schemas.testing.ts'
import type { PathWith } from './paths/described.ts'

const typed = createBando<BandoPaths>()
const plain = createBando()

const quoteRequest = { sku: 'a-uuid', fiatCurrency: 'MXN', digitalAsset: '0xaf88', chainId: 42_161 }
const transactionPath = '/api/v1/wallets/{address}/transactions/{transactionId}/'
const transactionParams = { address: '0xAb', transactionId: 'tx-1' }
const registration = {
  reference: '+525512345678',
  requiredFields: [{ key: 'recipient.firstName', value: 'Ada' }],
  transactionIntent: {
    sku: 'a-uuid',
    quantity: 1,
    amount: '5.80',
    chain: 'arb',
    token: '0xaf88',
    wallet: '0xAb',
    integrator: 'acme',
    hasAcceptedTerms: true,
    quoteId: 7,
  },
  transactionReceipt: { hash: '0xfeed', virtualMachineType: 'EVM' },
}

describe('a client that knows the description', () => {
  it('types the answer', () => {
    expectTypeOf(typed.get('/coolness')).resolves.toExtend<BandoResponse<{ coolness: number; of: string }>>()
    expectTypeOf(typed.get('/coolness')).resolves.toHaveProperty('data').not.toBeAny()
  })

  it('types the answer by `as`', () => {
    expectTypeOf(typed.get('/coolness', { as: 'json' })).resolves.toExtend<BandoResponse<{ of: string }>>()
    expectTypeOf(typed.get('/coolness', { as: 'text', query: { of: 'Berlin' } })).resolves.toEqualTypeOf<
      BandoResponse<string>
    >()
    const { sku, ...others } = quoteRequest
    expectTypeOf(
      typed.post('/api/v1/quotes/', { sku, ...others }, { as: 'response' }),
    ).resolves.toEqualTypeOf<BandoResponse<Response>>()
    // @ts-expect-error -- no such form
    void typed.get('/coolness', { as: 'yaml' })
  })

  it('types the answer by `schema`, before what the description says', () => {
    type Cool = BandoResponse<{ coolness: string }>
    expectTypeOf(typed.get('/coolness', { schema: schemas.zod })).resolves.toEqualTypeOf<Cool>()
    expectTypeOf(
      typed.post('/api/v1/quotes/', quoteRequest, { schema: schemas.valibot }),
    ).resolves.toEqualTypeOf<Cool>()
    expectTypeOf(
      typed.get('/api/v1/tokens/{networkKey}/', { params: { networkKey: 'arb' }, schema: schemas.arktype }),
    ).resolves.toEqualTypeOf<Cool>()
    // @ts-expect-error -- no such parameter, with a schema too
    void typed.get('/coolness', { query: { fo: 'Berlin' }, schema: schemas.zod })
  })

  it('knows which paths have which method', () => {
    // @ts-expect-error -- no such path
    void typed.get('/cool')
    // @ts-expect-error -- nor with options
    void typed.get('/cool', { priority: 'high' })
    // @ts-expect-error -- it lacks the slash at its end
    void typed.get('/api/v1/networks')
    // @ts-expect-error -- it cannot be read
    void typed.get('/api/v1/quotes/')
    // @ts-expect-error -- it cannot be written
    void typed.post('/coolness')
    // @ts-expect-error -- nothing can be removed
    void typed.delete('/coolness')
    // @ts-expect-error -- it is gone: it answers 410
    void typed.post('/api/v1/references/', {})
  })

  it('checks the query', () => {
    void typed.get('/coolness', { query: { of: 'Berlin' }, priority: 'high' })
    // @ts-expect-error -- no such parameter
    void typed.get('/coolness', { query: { fo: 'Berlin' } })
    void typed.get('/api/v1/products/grouped/', {
      query: { country: 'MX', type: 'topup', category: 'games,music', integrator: 'acme' },
    })
    // @ts-expect-error -- the list has no pages
    void typed.get('/api/v1/networks/', { query: { cursor: 'base' } })
    void typed.get(transactionPath, { params: transactionParams, query: { integrator: 'acme' } })
    // @ts-expect-error -- only the list is by chain
    void typed.get(transactionPath, { params: transactionParams, query: { chainId: 42_161 } })
  })

  it('demands what the path needs', () => {
    void typed.get('/api/v1/tokens/{networkKey}/', { params: { networkKey: 'arb' } })
    // @ts-expect-error -- `networkKey` is missing
    void typed.get('/api/v1/tokens/{networkKey}/')
    // @ts-expect-error -- `networkKey` is missing
    void typed.get('/api/v1/tokens/{networkKey}/', { params: {} })
    // @ts-expect-error -- `transactionId` is missing
    void typed.get(transactionPath, { params: { address: '0xAb' } })
    // @ts-expect-error -- it has none
    void typed.get('/coolness', { params: { networkKey: 'arb' } })
  })

  it('takes options that may be left out as a variable', () => {
    const options = {} as { query?: { of?: string } } | undefined
    void typed.get('/coolness', options)
    const needed = {} as { params: { networkKey: string } } | undefined
    // @ts-expect-error -- they are needed
    void typed.get('/api/v1/tokens/{networkKey}/', needed)
  })

  it('checks the body', () => {
    void typed.post('/api/v1/quotes/', { ...quoteRequest, sender: '0xAb', integrator: 'acme' })
    // @ts-expect-error -- it needs one
    void typed.post('/api/v1/quotes/')
    // @ts-expect-error -- `chainId` is missing
    void typed.post('/api/v1/quotes/', { sku: 'a-uuid', fiatCurrency: 'MXN', digitalAsset: '0xaf88' })
    // @ts-expect-error -- a chain's id is a number
    void typed.post('/api/v1/quotes/', { ...quoteRequest, chainId: '42161' })
    const { transactionReceipt, ...unpaid } = registration
    const options = { params: { address: '0xAb' }, idempotencyKey: '7' }
    void typed.post('/api/v1/wallets/{address}/transactions/', { ...unpaid, transactionReceipt }, options)
    // @ts-expect-error -- the hash of the payment is missing
    void typed.post('/api/v1/wallets/{address}/transactions/', unpaid, options)
    // @ts-expect-error -- the path needs `address`
    void typed.post('/api/v1/wallets/{address}/transactions/', registration)
    // @ts-expect-error -- so it does with neither
    void typed.post('/api/v1/wallets/{address}/transactions/')
  })

  it('types a status as those that are known, and any other', async () => {
    const { status } = (await typed.get(transactionPath, { params: transactionParams })).data
    expectTypeOf(status).toExtend<string>()
    expectTypeOf<string>().toExtend<typeof status>()
    void (status === 'COMPLETED' || status === 'ON_HOLD')
    // @ts-expect-error -- it is no number
    void (status === 200)
    const registered = typed.post('/api/v1/wallets/{address}/transactions/', registration, {
      params: { address: '0xAb' },
    })
    expectTypeOf(registered)
      .resolves.toHaveProperty('data')
      .toHaveProperty('transactionId')
      .toEqualTypeOf<string | undefined>()
  })

  it('lets no amount be calculated with as it is', async () => {
    const { data: quote } = await typed.post('/api/v1/quotes/', quoteRequest)
    expectTypeOf(quote.totalAmount).toEqualTypeOf<string | number>()
    // @ts-expect-error -- it may be a string
    void (quote.totalAmount * 2)
    // @ts-expect-error -- which this would write behind the other
    void (quote.fiatAmount + quote.feeAmount)
    // @ts-expect-error -- nor so
    void (quote.digitalAssetAmount - 1)
  })

  it('types every list as it comes', () => {
    expectTypeOf(typed.get('/api/v1/networks/'))
      .resolves.toHaveProperty('data')
      .toHaveProperty('data')
      .items.toHaveProperty('isActive')
      .toEqualTypeOf<boolean>()
    expectTypeOf(typed.get('/api/v1/products/grouped/'))
      .resolves.toHaveProperty('data')
      .toHaveProperty('products')
      .items.toHaveProperty('brands')
      .items.toHaveProperty('variants')
      .items.toHaveProperty('dataGB')
      .toEqualTypeOf<string | number | undefined>()
  })

  it('knows the paths that can be written', () => {
    expectTypeOf<PathWith<BandoPaths, 'post'>>().toEqualTypeOf<
      '/api/v1/quotes/' | '/api/v1/wallets/{address}/transactions/'
    >()
  })

  it('takes through `request` what the description does not know', () => {
    expectTypeOf(typed.request<number>('GET', '/new')).resolves.toHaveProperty('data').toEqualTypeOf<number>()
  })

  it('goes wherever a client goes', () => {
    expectTypeOf(typed).toExtend<Bando>()
    const read = <Data>(bando: Bando): Promise<BandoResponse<Data>> => bando.get<Data>('/anything')
    void read(typed)
  })
})

describe('a client that knows none', () => {
  it('takes any path, and leaves the answer to the caller', () => {
    expectTypeOf(plain.get('/anything', { query: { of: 1 } }))
      .resolves.toHaveProperty('data')
      .toBeUnknown()
    expectTypeOf(plain.post<number>('/anything', [1]))
      .resolves.toHaveProperty('data')
      .toEqualTypeOf<number>()
  })

  it('types the answer by `as`', () => {
    const resolved = expectTypeOf(plain.get('/a', { as: 'blob', priority: 'high' })).resolves
    resolved.toEqualTypeOf<BandoResponse<Blob>>()
    expectTypeOf(plain.put('/a', [1], { as: 'stream' })).resolves.toEqualTypeOf<
      BandoResponse<ReadableStream<Uint8Array<ArrayBuffer>>>
    >()
    expectTypeOf(plain.get<number>('/a', { as: 'json' })).resolves.toEqualTypeOf<BandoResponse<number>>()
    expectTypeOf(plain.get('/a', { schema: schemas.zod })).resolves.toEqualTypeOf<
      BandoResponse<{ coolness: string }>
    >()
    // @ts-expect-error -- the schema makes no number
    void plain.get<number>('/a', { schema: schemas.arktype })
    // @ts-expect-error -- text is no number
    void plain.get<number>('/a', { as: 'text' })
    // @ts-expect-error -- no such option
    void plain.get('/a', { maxWait: 5 })
  })
})

it('reads any description that openapi-typescript writes', () => {
  interface Theirs {
    '/files/{id}': {
      parameters: { query?: never; path: { id: number } }
      get: {
        parameters: { query: { version: number }; path: { id: number } }
        responses: {
          200: { content: { 'text/plain': string } }
          404: { content: { 'application/json': object } }
        }
      }
      put: {
        parameters: { path: { id: number } }
        requestBody?: { content: { 'application/json': { text: string } } }
        responses: { 204: { content?: never } }
      }
      post?: never
    }
  }
  const theirs = createBando<Theirs>()
  const file = theirs.get('/files/{id}', { params: { id: 1 }, query: { version: 2 } })
  expectTypeOf(file).resolves.toHaveProperty('data').toEqualTypeOf<string>()
  // @ts-expect-error -- `version` is missing
  void theirs.get('/files/{id}', { params: { id: 1 } })
  expectTypeOf(theirs.put('/files/{id}', undefined, { params: { id: 1 } }))
    .resolves.toHaveProperty('data')
    .toEqualTypeOf<undefined>()
  // @ts-expect-error -- it cannot be posted
  void theirs.post('/files/{id}', undefined, { params: { id: 1 } })
})
