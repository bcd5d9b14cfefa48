import { readFile } from 'node:fs/promises'
import { createMock, poorWallet, type Mock } from '@bando/mock'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { paid, quoteBody, variantOf, wallet } from './shop.ts'

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>
}
interface Operation {
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content | { readonly $ref: string }>>
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly responses: Readonly<Record<string, Content>> }
}

// The mock shares no code with the core, but answers as the API is described there.
const text = await readFile(new URL('../../core/openapi.yaml', import.meta.url), 'utf8')
const description = parse(text) as Description
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema(description, 'bando')

/** What is wrong with a body, as the schema that its content names has it. */
function mistakes(content: Content['content'], value: unknown): unknown {
  const pointer = content?.['application/json']?.schema.$ref ?? 'nothing'
  const validate = ajv.getSchema(`bando${pointer}`)
  if (validate === undefined) throw new Error(`${pointer} is not described.`)
  return validate(value) ? null : validate.errors
}

function responseOf({ responses }: Operation, status: number): Content {
  const found = responses[status] ?? responses[status < 300 ? '2XX' : 'default']
  if (found === undefined) throw new Error(`The status ${status} is not described.`)
  if (!('$ref' in found)) return found
  return description.components.responses[found.$ref.split('/').at(-1) ?? ''] ?? {}
}

interface Asked {
  readonly path: string
  readonly method: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
}

const transactions = `/api/v1/wallets/${wallet}/transactions/`

/** Each operation: what it answers if it succeeds, and each way in which the mock refuses it. */
async function asks(mock: Mock): Promise<Record<string, Asked[]>> {
  const registered = await paid(mock.fetch, 'Netflix')
  const made = await mock.fetch(transactions, { method: 'POST', body: registered.body })
  const { transactionId } = (await made.json()) as { transactionId: string }
  const quote = quoteBody(await variantOf(mock.fetch, 'Viajera'), { sender: wallet, integrator: 'acme' })
  const poor = quoteBody(await variantOf(mock.fetch, 'Viajera'), { sender: poorWallet })
  const { body: payment } = await paid(mock.fetch)
  const get = { method: 'GET', status: 200 }
  const post = { method: 'POST', status: 201 }
  const keyed = { ...post, headers: { 'idempotency-key': 'one' } }
  const gone = { path: '/api/v1/references/', status: 410 }
  return {
    'get /coolness': [{ ...get, path: '/coolness?of=ice' }],
    'get /api/v1/countries/': [{ ...get, path: '/api/v1/countries/' }],
    'get /api/v1/products/grouped/': [
      { ...get, path: '/api/v1/products/grouped/' },
      { ...get, path: '/api/v1/products/grouped/?country=XX' },
    ],
    'get /api/v1/networks/': [{ ...get, path: '/api/v1/networks/' }],
    'get /api/v1/tokens/{networkKey}/': [
      ...['arb', 'pol', 'sol', 'opt'].map((key) => ({ ...get, path: `/api/v1/tokens/${key}/` })),
      { ...get, path: '/api/v1/tokens/none/', status: 404 },
    ],
    'post /api/v1/quotes/': [
      { ...post, path: '/api/v1/quotes/', body: quote },
      { ...post, path: '/api/v1/quotes/', body: '{}', status: 400 },
      { ...post, path: '/api/v1/quotes/', body: poor, status: 400 },
      { ...post, path: '/api/v1/quotes/', body: 'x'.repeat(1_048_577), status: 413 },
    ],
    'get /api/v1/wallets/{address}/': [
      { ...get, path: `/api/v1/wallets/${wallet}/` },
      { ...get, path: '/api/v1/wallets/none/', status: 404 },
    ],
    'post /api/v1/wallets/{address}/transactions/': [
      { ...keyed, path: transactions, body: payment },
      { ...keyed, path: transactions, body: payment },
      { ...keyed, path: transactions, body: quote, status: 422 },
      { ...post, path: transactions, body: payment, status: 409 },
      { ...post, path: transactions, body: quote, status: 400 },
    ],
    'get /api/v1/wallets/{address}/transactions/': [
      { ...get, path: transactions },
      { ...get, path: `${transactions}?chainId=none`, status: 400 },
    ],
    'get /api/v1/wallets/{address}/transactions/{transactionId}/': [
      { ...get, path: `${transactions}${transactionId}/` },
      { ...get, path: `${transactions}none/`, status: 404 },
    ],
    ...Object.fromEntries(
      ['get', 'post', 'put', 'patch', 'delete'].map((method) => [
        `${method} /api/v1/references/`,
        [{ ...gone, method: method.toUpperCase() }],
      ]),
    ),
  }
}

const operations = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
)

/** How any operation is refused, by the mock's own rules or because it is asked to. */
const refusals = [
  { status: 401, headers: { authorization: 'Bearer wrong' } },
  ...[403, 429, 500, 503].map((status) => ({ status, headers: { prefer: `code=${status}` } })),
]

test('the description is OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(parse(text) as Record<string, unknown>)).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test.each(operations)(
  '$name responds as described, on success and on refusal',
  async ({ name, operation }) => {
    const mock = createMock()
    const asked = (await asks(mock))[name]
    if (asked === undefined) throw new Error(`The test does not ask ${name}.`)
    const possible = refusals.filter(
      ({ status }) => status in operation.responses || 'default' in operation.responses,
    )
    const all = [...asked, ...possible.map((refusal) => ({ ...asked[0], ...refusal }) as Asked)]
    for (const { path, method, body, headers, status } of all) {
      const response = await mock.fetch(path, { method, body: body ?? null, headers: { ...headers } })
      expect([path, response.status]).toEqual([path, status])
      expect(mistakes(responseOf(operation, status).content, await response.json())).toBeNull()
      if (status < 300 && operation.requestBody)
        expect(mistakes(operation.requestBody.content, JSON.parse(body ?? ''))).toBeNull()
    }
  },
)

test('a wrong method is refused as described', async () => {
  const response = await createMock().fetch('/coolness', { method: 'DELETE' })
  expect(response.status).toBe(405)
  expect(mistakes(description.components.responses['Error']?.content, await response.json())).toBeNull()
})

test.each([0, 10_000, 30_000])('a transaction is as described after %i ms', async (ms) => {
  const mock = createMock()
  mock.clock.freeze()
  for (const brand of ['Telcel', 'Sandbox'])
    await mock.fetch(transactions, { method: 'POST', body: (await paid(mock.fetch, brand)).body })
  mock.advance(ms)
  const list = await (await mock.fetch(transactions)).json()
  expect(
    mistakes({ 'application/json': { schema: { $ref: '#/components/schemas/TransactionList' } } }, list),
  ).toBeNull()
})
