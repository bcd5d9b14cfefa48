import { readFile } from 'node:fs/promises'
import { createMock, poorWallet } from '@bando/mock'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { shapes } from './api/shapes.ts'
import { unlike } from './api/unlike.ts'

type Known = 'documented' | 'client' | 'assumed'
interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: Schema
  readonly 'x-known'?: Known
  readonly 'x-extensible-enum'?: readonly string[]
}
interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: string
  readonly 'x-known'?: Known
}
interface Operation {
  readonly 'x-known'?: Known
  readonly parameters?: readonly Parameter[]
  readonly responses: Readonly<Record<string, unknown>>
}
interface Description {
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly parameters: Readonly<Record<string, Parameter>>
  }
}

const text = await readFile(new URL('../../core/openapi.yaml', import.meta.url), 'utf8')
const { servers, paths, components } = parse(text) as Description

const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
)

describe('the description', () => {
  it('says of every operation, parameter and schema how it is known', () => {
    const parameters = [
      ...Object.values(components.parameters),
      ...operations.flatMap(({ operation }) => operation.parameters ?? []),
    ]
    const told = [
      ...operations.map(({ name, operation }) => [name, operation['x-known']]),
      ...parameters.filter(({ $ref }) => $ref === undefined).map((one) => [one.name, one['x-known']]),
      ...Object.entries(components.schemas).map(([name, schema]) => [name, schema['x-known']]),
    ]
    expect(told.filter(([, known]) => !['documented', 'client', 'assumed'].includes(String(known)))).toEqual(
      [],
    )
    expect(new Set(told.map(([, known]) => known))).toEqual(new Set(['documented', 'client', 'assumed']))
  })

  it('lists both servers', () => {
    expect(servers.map(({ url }) => url)).toEqual(['https://api.bando.cool', 'https://apidev.bando.cool'])
  })

  it.each<[string, Known, readonly string[]]>([
    ['get /coolness', 'documented', ['of']],
    ['get /api/v1/countries/', 'documented', ['region', 'subregion', 'fiat_currency', 'search']],
    [
      'get /api/v1/products/grouped/',
      'documented',
      ['country', 'type', 'subType', 'brand', 'category', 'pageNumber', 'pageSize'],
    ],
    ['get /api/v1/networks/', 'documented', []],
    ['get /api/v1/tokens/{networkKey}/', 'documented', ['networkKey']],
    ['post /api/v1/quotes/', 'documented', []],
    ['get /api/v1/wallets/{address}/', 'client', ['address']],
    ['post /api/v1/wallets/{address}/transactions/', 'client', ['address', 'Idempotency-Key']],
    ['get /api/v1/wallets/{address}/transactions/', 'client', ['address', 'chainId']],
    [
      'get /api/v1/wallets/{address}/transactions/{transactionId}/',
      'documented',
      ['address', 'transactionId'],
    ],
    ...['get', 'post', 'put', 'patch', 'delete'].map((method): [string, Known, readonly string[]] => [
      `${method} /api/v1/references/`,
      'documented',
      [],
    ]),
  ])('has %s, which is %s, with its parameters', (name, known, names) => {
    const operation = operations.find((one) => one.name === name)?.operation
    const found = operation?.parameters?.map(
      (one) => (one.$ref === undefined ? one : components.parameters[one.$ref.split('/').at(-1) ?? ''])?.name,
    )
    const isOfTheApi = name.includes('/api/') && !name.includes('references')
    expect([operation?.['x-known'], found ?? []]).toEqual([
      known,
      isOfTheApi ? ['integrator', ...names] : [...names],
    ])
  })

  it('has no other operation', () => expect(operations).toHaveLength(15))

  it('has every status that is declared', () => {
    const statuses = new Set(operations.flatMap(({ operation }) => Object.keys(operation.responses)))
    for (const status of ['400', '401', '403', '404', '410', '429', '500']) expect(statuses).toContain(status)
  })

  it.each(Object.keys(shapes))('has %s as it is written down by hand', (name) => {
    const { known, fields } = shapes[name] ?? { known: 'client', fields: {} }
    const schema = components.schemas[name]
    const names = Object.keys(fields)
    expect(Object.keys(schema?.properties ?? {})).toEqual(names.map((one) => one.replace('?', '')))
    const required = known === 'documented' ? names.filter((one) => !one.endsWith('?')) : []
    expect([...(schema?.required ?? [])].sort()).toEqual(required.sort())
    for (const [field, type] of Object.entries(fields)) {
      const described = typesOf(schema?.properties?.[field.replace('?', '')] ?? {})
      for (const one of type.split('|'))
        expect([field, described]).toEqual([field, expect.arrayContaining([one])])
    }
  })

  it.each<[string, readonly string[]]>([
    ['TransactionStatus', ['PENDING', 'PROCESSING', 'VALIDATING', 'COMPLETED', 'SUCCESS', 'FAILED']],
    ['ProductType', ['topup', 'gift_card', 'esim']],
    ['NetworkType', ['EVM', 'SVM', 'UTXO']],
  ])('knows the values of %s, and allows others', (name, values) => {
    expect(components.schemas[name]).toMatchObject({ type: 'string', 'x-extensible-enum': values })
    expect(components.schemas[name]).not.toHaveProperty('enum')
  })
})

/** The types of a field, in the notation of the shapes. */
function typesOf(schema: Schema): string[] {
  const { $ref, type = [], items, additionalProperties } = schema
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? ''
    return shapes[name] ? [name] : typesOf(components.schemas[name] ?? {})
  }
  return (typeof type === 'string' ? [type] : type).flatMap((one) => {
    if (one === 'array') return typesOf(items ?? {}).map((inner) => `[${inner}]`)
    return one === 'object' ? typesOf(additionalProperties ?? {}).map((inner) => `{${inner}}`) : [one]
  })
}

describe('the mock responds in the shapes that are written by hand', () => {
  const wallet = '0x00000000000000000000000000000000000a11ce'
  const transactions = `/api/v1/wallets/${wallet}/transactions/`
  const post = (body: object) => ({ method: 'POST', body: JSON.stringify(body) })
  const quoteRequest = {
    sku: 'b4d00000-0000-4000-8000-000000000001',
    fiatCurrency: 'MXN',
    digitalAsset: '0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d',
    chainId: 421_614,
    sender: wallet,
    integrator: 'acme',
  }
  const registration = {
    reference: '+525512345678',
    requiredFields: [{ key: 'recipient.firstName', value: 'Ada' }],
    transactionIntent: {
      sku: quoteRequest.sku,
      quantity: 1,
      amount: '5.916',
      chain: 'arb',
      token: quoteRequest.digitalAsset,
      wallet,
      integrator: 'acme',
      hasAcceptedTerms: true,
      quoteId: 1,
    },
    transactionReceipt: { hash: '0xfeed', virtualMachineType: 'EVM' },
  }

  it('to every step of a purchase', async () => {
    const mock = createMock()
    const answer = async (shape: string, path: string, body?: object): Promise<unknown> => {
      const response = await mock.fetch(path, body && post(body))
      const answered: unknown = await response.json()
      expect([path, response.status < 400, unlike(shape, answered)]).toEqual([path, true, []])
      return answered
    }
    await answer('Countries', '/api/v1/countries/')
    await answer('GroupedProducts', '/api/v1/products/grouped/')
    await answer('Networks', '/api/v1/networks/')
    for (const key of ['arb', 'pol', 'sol', 'opt']) await answer('PaymentTokens', `/api/v1/tokens/${key}/`)
    expect(unlike('QuoteRequest', quoteRequest)).toEqual([])
    await answer('Quote', '/api/v1/quotes/', quoteRequest)
    await answer('WalletResponse', `/api/v1/wallets/${wallet}/`)
    expect(unlike('Registration', registration)).toEqual([])
    const made = (await answer('RegisteredTransaction', transactions, registration)) as {
      transactionId: string
    }
    await answer('Transaction', `${transactions}${made.transactionId}/`)
    await answer('TransactionList', transactions)
  })

  it.each([
    ['/coolness', { headers: { authorization: 'Bearer bando_wrong' } }, 401],
    ['/nowhere', {}, 404],
    ['/api/v1/quotes/', post({}), 400],
    ['/api/v1/quotes/', post({ ...quoteRequest, sender: poorWallet }), 400],
    ['/api/v1/wallets/none/', {}, 404],
    ['/api/v1/references/', post({}), 410],
    ['/coolness', { headers: { prefer: 'code=403' } }, 403],
    ['/coolness', { headers: { prefer: 'code=429' } }, 429],
  ])('refusing %s with %j', async (path, init, status) => {
    const response = await createMock().fetch(path, init)
    expect([response.status, unlike('Error', await response.json())]).toEqual([status, []])
    expect(response.headers.get('content-type')).toBe('application/json')
  })

  it('and not in another', () => {
    const quote = { id: '1', sku: 's', expiresAt: 'soon' }
    expect(unlike('Quote', quote)).toEqual(
      expect.arrayContaining([
        'Quote.expiresAt is no field.',
        'Quote.id is no number.',
        'Quote.fiatAmount is no string.',
      ]),
    )
  })
})
