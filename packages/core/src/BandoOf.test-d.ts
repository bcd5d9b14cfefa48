import { describe, expectTypeOf, it } from 'vitest'
import type { Bando, BandoPaths, BandoResponse } from './index.ts'
import { createBando } from './index.ts'
import { schemas } from './call/schemas.testing.ts'
import type { PathWith } from './paths/described.ts'

const typed = createBando<BandoPaths>()
const plain = createBando()

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
    const { sku, ...others } = { sku: 'telcel-100', networkKey: 'base', token: 'USDC' }
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
      typed.post(
        '/api/v1/quotes/',
        { sku: 's', networkKey: 'base', token: 'USDC' },
        { schema: schemas.valibot },
      ),
    ).resolves.toEqualTypeOf<Cool>()
    expectTypeOf(
      typed.get('/api/v1/tokens/{networkKey}/', { params: { networkKey: 'base' }, schema: schemas.arktype }),
    ).resolves.toEqualTypeOf<Cool>()
    // @ts-expect-error -- no such parameter, with a schema too
    void typed.get('/coolness', { query: { fo: 'Berlin' }, schema: schemas.zod })
  })

  it('knows which paths have which method', () => {
    // @ts-expect-error -- no such path
    void typed.get('/cool')
    // @ts-expect-error -- it cannot be read
    void typed.get('/api/v1/quotes/')
    // @ts-expect-error -- it cannot be written
    void typed.post('/coolness')
    // @ts-expect-error -- nothing can be removed
    void typed.delete('/coolness')
  })

  it('checks the query', () => {
    void typed.get('/coolness', { query: { of: 'Berlin' }, priority: 'high' })
    // @ts-expect-error -- no such parameter
    void typed.get('/coolness', { query: { fo: 'Berlin' } })
    void typed.get('/api/v1/networks/', { query: { limit: 2, cursor: 'base' } })
    // @ts-expect-error -- nor here
    void typed.get('/api/v1/networks/', { query: { of: 'Berlin' } })
    // @ts-expect-error -- it takes none
    void typed.get('/api/v1/wallets/{address}/transactions/{transactionId}/', {
      params: { address: '0xAb', transactionId: 'tx-1' },
      query: { limit: 2 },
    })
  })

  it('demands what the path needs', () => {
    void typed.get('/api/v1/tokens/{networkKey}/', { params: { networkKey: 'base' } })
    // @ts-expect-error -- `networkKey` is missing
    void typed.get('/api/v1/tokens/{networkKey}/')
    // @ts-expect-error -- `networkKey` is missing
    void typed.get('/api/v1/tokens/{networkKey}/', { params: {} })
    // @ts-expect-error -- it has none
    void typed.get('/coolness', { params: { networkKey: 'base' } })
  })

  it('checks the body', () => {
    const quote = typed.post('/api/v1/quotes/', { sku: 'telcel-100', networkKey: 'base', token: 'USDC' })
    expectTypeOf(quote).resolves.toHaveProperty('data').toHaveProperty('amount').toEqualTypeOf<number>()
    // @ts-expect-error -- it needs one
    void typed.post('/api/v1/quotes/')
    // @ts-expect-error -- `token` is missing
    void typed.post('/api/v1/quotes/', { sku: 'telcel-100', networkKey: 'base' })
    // @ts-expect-error -- the path needs `address`
    void typed.post('/api/v1/wallets/{address}/transactions/', { sku: 'telcel-100' })
    const bought = typed.post(
      '/api/v1/wallets/{address}/transactions/',
      { sku: 'telcel-100' },
      { params: { address: '0xAb' }, idempotencyKey: 'once' },
    )
    expectTypeOf(bought)
      .resolves.toHaveProperty('data')
      .toHaveProperty('status')
      .toEqualTypeOf<'pending' | 'processing' | 'completed'>()
  })

  it('knows the paths that can be written', () => {
    expectTypeOf<PathWith<BandoPaths, 'post'>>().toEqualTypeOf<
      '/api/v1/quotes/' | '/api/v1/references/' | '/api/v1/wallets/{address}/transactions/'
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
