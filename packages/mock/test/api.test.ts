import { poorWallet } from '@bando/mock'
import { describe, expect, test } from 'vitest'
import { serve } from './serve.ts'
import { paid, payment, quoteBody, variantOf, variantsIn, wallet, type ShownVariant } from './shop.ts'

const transactions = `/api/v1/wallets/${wallet}/transactions/`
const post = (body: string, key?: string) => ({
  method: 'POST',
  body,
  headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
})

async function refusalOf(response: Response): Promise<unknown> {
  const { errorCode, fields } = (await response.json()) as Record<string, unknown>
  return [response.status, errorCode, fields]
}

describe('the catalogue', () => {
  test('lists three countries in one response, or those that match the query', async () => {
    const { ask } = await serve()
    const namesIn = async (search: string): Promise<string[]> => {
      const { data } = (await (await ask(`/api/v1/countries/${search}`)).json()) as {
        data: { count: number; results: { isoAlpha2: string }[] }
      }
      expect(data.count).toBe(data.results.length)
      return data.results.map(({ isoAlpha2 }) => isoAlpha2)
    }
    expect(await namesIn('')).toEqual(['MX', 'US', 'CO'])
    expect(await namesIn('?fiat_currency=USD')).toEqual(['US'])
    expect(await namesIn('?subregion=south%20america')).toEqual(['CO'])
    expect(await namesIn('?region=Americas&search=mex')).toEqual(['MX'])
    expect(await namesIn('?region=Europe')).toEqual([])
  })

  test('has each type in two or more countries, all in one response', async () => {
    const { ask } = await serve()
    const variants = await variantsIn(ask)
    expect(variants.length).toBeGreaterThanOrEqual(12)
    for (const type of ['topup', 'gift_card', 'esim']) {
      const sold = variants.filter(({ productType }) => productType === type)
      expect([type, new Set(sold.map(({ country }) => country)).size]).toEqual([type, 3])
    }
    expect(new Set(variants.map(({ sku }) => sku)).size).toBe(variants.length)
    const response = await ask('/api/v1/products/grouped/?limit=1&pageSize=1')
    expect(response.headers.get('link')).toBeNull()
    expect(await variantsIn(ask, '?limit=1&pageSize=1')).toEqual(variants)
  })

  test.each<[string, (variant: ShownVariant) => boolean]>([
    ['?country=MX', ({ country }) => country === 'MX'],
    ['?country=co&type=esim', ({ country, productType }) => country === 'CO' && productType === 'esim'],
    ['?brand=t-mobile', ({ brand }) => brand === 'T-Mobile'],
    ['?subType=bundle', ({ brand }) => brand === 'Telcel' || brand === 'Claro'],
    ['?category=music,video', ({ brand }) => brand === 'Spotify' || brand === 'Netflix'],
    ['?country=XX', () => false],
  ])('lists only the matching variants with %s', async (search, isListed) => {
    const { ask } = await serve()
    const found = await variantsIn(ask, search)
    expect(found.every(isListed)).toBe(true)
    expect(found.length > 0).toBe(search !== '?country=XX')
    if (!search.includes('subType'))
      expect(found).toHaveLength((await variantsIn(ask)).filter(isListed).length)
  })

  test('sorts brands by their order', async () => {
    const { ask } = await serve()
    const { products } = (await (await ask('/api/v1/products/grouped/')).json()) as {
      products: { brands: { order: number }[] }[]
    }
    for (const { brands } of products) {
      const orders = brands.map(({ order }) => order)
      expect(orders).toEqual(orders.toSorted((one, other) => one - other))
    }
  })

  test('lists four networks, one of them inactive, and three tokens for each', async () => {
    const { ask } = await serve()
    const { data } = (await (await ask('/api/v1/networks/')).json()) as {
      data: { key: string; isActive: boolean }[]
    }
    expect(data.map(({ key, isActive }) => [key, isActive])).toEqual([
      ['arb', true],
      ['pol', true],
      ['sol', true],
      ['opt', false],
    ])
    for (const { key } of data) {
      const tokens = (await (await ask(`/api/v1/tokens/${key}/`)).json()) as { data: unknown[] }
      expect(tokens).toMatchObject({ success: true, data: [{}, { symbol: 'USDC' }, {}] })
    }
    expect(await refusalOf(await ask('/api/v1/tokens/nowhere/'))).toEqual([404, 'NOT_FOUND', undefined])
  })
})

describe('a quote', () => {
  test('has the price, the fee and their sum as strings, and a transaction for the sender', async () => {
    const { ask } = await serve()
    const variant = await variantOf(ask, 'Telcel')
    const plain = await ask('/api/v1/quotes/', post(quoteBody(variant)))
    expect([plain.status, await plain.json()]).toEqual([
      201,
      {
        id: 1,
        sku: variant.sku,
        fiatCurrency: 'MXN',
        fiatAmount: '100.00',
        digitalAsset: payment.token,
        digitalAssetAmount: '5.8',
        feeAmount: '0.116',
        totalAmount: '5.916',
      },
    ])
    const sent = await ask(
      '/api/v1/quotes/',
      post(quoteBody(variant, { sender: wallet, integrator: 'acme' })),
    )
    expect(await sent.json()).toMatchObject({
      id: 2,
      transactionRequest: { chainId: payment.chainId, type: 2, value: '0x0' },
    })
  })

  test.each([
    ['0x0000000000000000000000000000000000000000', 421_614, '0.00232', '0x'],
    ['0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee', 80_002, '23.2', '0x'],
    ['11111111111111111111111111111111', 103, '0.038666666', ''],
  ])('of the native coin %s on %i', async (digitalAsset, chainId, amount, begins) => {
    const { ask } = await serve()
    const body = quoteBody(await variantOf(ask, 'Telcel'), { digitalAsset, chainId, sender: wallet })
    const quote = (await (await ask('/api/v1/quotes/', post(body))).json()) as {
      digitalAssetAmount: string
      transactionRequest: { value: string; data: string }
    }
    expect(quote.digitalAssetAmount).toBe(amount)
    expect(BigInt(quote.transactionRequest.value) > 0n).toBe(true)
    expect(quote.transactionRequest.data).toMatch(begins === '0x' ? /^0x[\da-f]+$/ : /^[A-Za-z\d+/]+=*$/)
  })

  test.each([
    [{ sku: 'moon' }, { sku: 'is no SKU of a variant' }],
    [{ fiatCurrency: 'USD' }, { fiatCurrency: "must be the currency of the variant's price, MXN" }],
    [{ chainId: 1 }, { chainId: 'is not the id of a network' }],
    [
      { chainId: 11_155_420 },
      { chainId: 'is that of an inactive network', digitalAsset: expect.any(String) },
    ],
    [{ digitalAsset: 'USDC' }, { digitalAsset: 'is no payment token of Arbitrum Sepolia' }],
    [{ chainId: '421614' }, { chainId: 'must be a number' }],
    [
      { chainId: null, sku: 7 },
      { chainId: 'must be a number', sku: 'must be a string' },
    ],
    [{ fiatCurrency: undefined }, { fiatCurrency: 'is missing' }],
    [{ sender: '' }, { sender: 'must not be empty' }],
  ])('with %j is refused, field by field', async (changed, fields) => {
    const { ask } = await serve()
    const body = quoteBody(await variantOf(ask, 'Telcel'), changed)
    expect(await refusalOf(await ask('/api/v1/quotes/', post(body)))).toEqual([
      400,
      'INVALID_REQUEST',
      fields,
    ])
  })

  test.each(['{', '', '[1]', '"text"', 'null'])('whose body is %j is refused', async (body) => {
    const { ask } = await serve()
    const refused = await ask('/api/v1/quotes/', post(body))
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringMatching(/body (is not|must)|missing/),
    ])
  })

  test('with the poor wallet as sender is refused, in any letter case', async () => {
    const { ask } = await serve()
    for (const sender of [poorWallet, poorWallet.replace('bad', 'BAD')]) {
      const body = quoteBody(await variantOf(ask, 'Telcel'), { sender })
      const refused = await refusalOf(await ask('/api/v1/quotes/', post(body)))
      expect(refused).toEqual([400, 'INSUFFICIENT_BALANCE', undefined])
    }
  })
})

describe('a wallet', () => {
  test('is known after its first quote, and has accepted the terms after a registration that says so', async () => {
    const { ask, mock } = await serve()
    const look = () => ask(`/api/v1/wallets/${wallet}/`)
    expect(await refusalOf(await look())).toEqual([404, 'WALLET_NOT_FOUND', undefined])
    const unaccepted = await paid(ask, 'Telcel', { intent: { hasAcceptedTerms: false } })
    const known = (hasAcceptedTerms: boolean) => ({ wallet: { hasAcceptedTerms, walletAddress: wallet } })
    expect(await (await look()).json()).toEqual(known(false))
    await ask(transactions, post(unaccepted.body))
    expect(await (await look()).json()).toEqual(known(false))
    await ask(transactions, post((await paid(ask)).body))
    expect(await (await look()).json()).toEqual(known(true))
    await paid(ask)
    expect(await (await look()).json()).toEqual(known(true))
    mock.reset()
    expect((await look()).status).toBe(404)
  })
})

describe('a registered payment', () => {
  test.each([
    ['Telcel', 'COMPLETED'],
    ['Sandbox', 'FAILED'],
  ])('of %s advances with the clock, and ends %s', async (brand, end) => {
    const { ask, mock } = await serve()
    const { body, quoteId } = await paid(ask, brand)
    const registered = await ask(transactions, post(body, String(quoteId)))
    expect(registered.status).toBe(201)
    const { transactionId } = (await registered.json()) as { transactionId: string }
    const look = async () =>
      (await (await ask(`${transactions}${transactionId}/`)).json()) as Record<string, string>
    const seen = [(await look())['status']]
    for (const ms of [9_999, 1, 19_999, 1, 86_400_000]) {
      mock.advance(ms)
      seen.push((await look())['status'])
    }
    expect(seen).toEqual(['PENDING', 'PENDING', 'PROCESSING', 'PROCESSING', end, end])
    const { created = '', updated = '' } = await look()
    expect(Date.parse(updated) - Date.parse(created)).toBe(30_000)
  })

  test('takes the time of the settings', async () => {
    const { ask, mock } = await serve({ pendingMs: 0, processingMs: 5 })
    const { transactionId, status } = (await (
      await ask(transactions, post((await paid(ask)).body))
    ).json()) as Record<string, string>
    mock.configure({ processingMs: 7 })
    mock.advance(6)
    const later = (await (await ask(`${transactions}${transactionId}/`)).json()) as { status: string }
    expect([status, later.status]).toEqual(['PROCESSING', 'PROCESSING'])
  })

  test('is listed for its wallet, in any letter case, newest first, and by chain', async () => {
    const { ask } = await serve()
    for (const brand of ['Telcel', 'Spotify']) await ask(transactions, post((await paid(ask, brand)).body))
    const list = async (path: string) =>
      ((await (await ask(path)).json()) as { transactions: { brandName: string }[] }).transactions.map(
        ({ brandName }) => brandName,
      )
    expect(await list(transactions)).toEqual(['Spotify', 'Telcel'])
    expect(await list(transactions.replace('a11ce', 'A11CE'))).toEqual(['Spotify', 'Telcel'])
    expect(await list(`${transactions}?chainId=421614`)).toHaveLength(2)
    expect(await list(`${transactions}?chainId=80002`)).toEqual([])
    expect(await list('/api/v1/wallets/0xb/transactions/')).toEqual([])
    expect((await ask(`${transactions}?chainId=arb`)).status).toBe(400)
  })

  test('is found only by its own wallet', async () => {
    const { ask } = await serve()
    const { transactionId } = (await (
      await ask(transactions, post((await paid(ask)).body))
    ).json()) as Record<string, string>
    expect((await ask(`/api/v1/wallets/0xb/transactions/${transactionId}/`)).status).toBe(404)
    expect((await ask(`${transactions}nothing/`)).status).toBe(404)
  })

  test('is registered once for its quote: its own key repeats the response, another key is refused', async () => {
    const { ask } = await serve()
    const { body, quoteId } = await paid(ask)
    const first = await ask(transactions, post(body, String(quoteId)))
    const again = await ask(transactions, post(body, String(quoteId)))
    expect([first.status, again.status, await again.text()]).toEqual([201, 201, await first.text()])
    for (const key of ['another', undefined]) {
      const refused = await refusalOf(await ask(transactions, post(body, key)))
      expect(refused).toEqual([409, 'QUOTE_ALREADY_USED', undefined])
    }
    const other = await ask(transactions, post(body.replace('"acme"', '"acne"'), String(quoteId)))
    expect(await refusalOf(other)).toEqual([422, 'KEY_REUSED', undefined])
  })

  test('is registered even if its response was lost', async () => {
    const { mock, ask } = await serve()
    const { body, quoteId } = await paid(ask)
    mock.faults.next({ breakage: 'reset-after' })
    await expect(ask(transactions, post(body, String(quoteId)))).rejects.toThrow()
    const again = await ask(transactions, post(body, String(quoteId)))
    expect(again.headers.get('idempotent-replayed')).toBe('true')
  })

  test.each([
    [{ intent: { quoteId: 99 } }, { 'transactionIntent.quoteId': 'is no id of a quote' }],
    [{ intent: { sku: 'other' } }, { 'transactionIntent.sku': 'is not that of the quote' }],
    [{ intent: { chain: 'pol' } }, { 'transactionIntent.chain': 'is not that of the quote, "arb"' }],
    [{ intent: { quantity: 2 } }, { 'transactionIntent.quantity': 'must be 1' }],
    [{ intent: { amount: '5,80' } }, { 'transactionIntent.amount': 'must be an amount, such as "5.80"' }],
    [
      { intent: { hasAcceptedTerms: 'yes' } },
      { 'transactionIntent.hasAcceptedTerms': 'must be true or false' },
    ],
    [{ body: { transactionReceipt: undefined } }, { transactionReceipt: 'is missing' }],
    [
      { body: { transactionReceipt: { hash: '' } } },
      expect.objectContaining({ 'transactionReceipt.hash': 'must not be empty' }),
    ],
    [{ body: { requiredFields: [{ key: 'a' }] } }, { 'requiredFields.0.value': 'is missing' }],
    [{ body: { reference: 55 } }, { reference: 'must be a string' }],
  ])('is refused if a field is invalid: %j', async (changed, fields) => {
    const { ask } = await serve()
    const { body } = await paid(ask, 'Telcel', changed)
    expect(await refusalOf(await ask(transactions, post(body)))).toEqual([400, 'INVALID_REQUEST', fields])
  })

  test.each([{ amount: 5.8 }, { amount: '5.80' }, { chain: '421614' }, { integrator: undefined }])(
    'accepts the forms that clients send: %j',
    async (intent) => {
      const { ask } = await serve()
      expect((await ask(transactions, post((await paid(ask, 'Telcel', { intent })).body))).status).toBe(201)
    },
  )

  test('has its reference and fields checked only with checkReferences', async () => {
    const { ask, mock } = await serve()
    const wrong = {
      body: {
        reference: 'unknown',
        requiredFields: [
          { key: 'recipient.firstName', value: '7' },
          { key: 'recipient.lastName', value: 'Ada' },
        ],
      },
    }
    const unchecked = await paid(ask, 'Netflix', wrong)
    expect((await ask(transactions, post(unchecked.body))).status).toBe(201)
    mock.configure({ checkReferences: true })
    const checked = await paid(ask, 'Netflix', wrong)
    expect(await refusalOf(await ask(transactions, post(checked.body)))).toEqual([
      400,
      'INVALID_REQUEST',
      {
        reference: expect.stringMatching(/does not match/),
        'requiredFields.recipient.firstName': expect.stringMatching(/does not match/),
        'requiredFields.recipient.msisdn': 'is missing',
      },
    ])
    expect((await ask(transactions, post((await paid(ask, 'Netflix')).body))).status).toBe(201)
  })
})

test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])('references are gone for %s', async (method) => {
  const { ask } = await serve()
  expect((await ask('/api/v1/references/', { method })).status).toBe(410)
})

test('only a GET without the final slash is redirected, and a body that is too large is refused', async () => {
  const { ask } = await serve()
  const moved = await ask('/api/v1/networks?integrator=acme')
  expect([moved.status, moved.headers.get('location')]).toEqual([301, '/api/v1/networks/?integrator=acme'])
  const lost = await ask('/api/v1/quotes', post('{}'))
  expect(await refusalOf(lost)).toEqual([404, 'NOT_FOUND', undefined])
  expect((await ask('/api/v1/quotes/', { method: 'POST', body: 'x'.repeat(1_048_577) })).status).toBe(413)
})

test('every call may name its integrator', async () => {
  const { ask } = await serve()
  for (const path of ['countries/', 'products/grouped/', 'networks/', 'tokens/arb/'])
    expect((await ask(`/api/v1/${path}?integrator=acme`)).status).toBe(200)
})
