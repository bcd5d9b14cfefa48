import { readFile } from 'node:fs/promises'
import { createMock } from '@bando/mock'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>
}
interface Operation {
  readonly 'x-known': string
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content | { readonly $ref: string }>>
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, { readonly 'x-known': string }>> }
}

const text = await readFile(new URL('../../core/openapi.yaml', import.meta.url), 'utf8')
const description = parse(text) as Description
const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema(description, 'bando')

/** What is wrong with `value` as the schema at `pointer`; `null`: nothing. */
function mistakes(pointer: string, value: unknown): unknown {
  const validate = ajv.getSchema(`bando${pointer}`)
  if (validate === undefined) throw new Error(`${pointer} is not described.`)
  return validate(value) ? null : validate.errors
}

const bodies: Readonly<Record<string, object>> = {
  '/api/v1/quotes/': { sku: 'telcel-100', networkKey: 'base', token: 'USDC' },
  '/api/v1/references/': { sku: 'telcel-100', reference: '5512345678' },
  '/api/v1/wallets/{address}/transactions/': { sku: 'telcel-100' },
}
const operations = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)

it.each(operations)(
  'the mock answers $method $path as it is described',
  async ({ path, method, operation }) => {
    const mock = createMock()
    const wallet = '/api/v1/wallets/0xAb/transactions/'
    await mock.fetch(wallet, { method: 'POST', body: JSON.stringify({ sku: 'telcel-100' }) })

    const filled = path
      .replace('{networkKey}', 'base')
      .replace('{address}', '0xAb')
      .replace('{transactionId}', 'tx-1')
    const body = bodies[path]
    const request = operation.requestBody?.content['application/json']?.schema.$ref
    if (request) expect(mistakes(request, body)).toBeNull()
    const response = await mock.fetch(filled, { method, ...(request && { body: JSON.stringify(body) }) })
    const described = operation.responses[response.status]
    if (described === undefined || !('content' in described))
      throw new Error(`${response.status} is not described.`)
    expect(
      mistakes(described.content['application/json']?.schema.$ref ?? '', await response.json()),
    ).toBeNull()
  },
)

it('says of every operation and schema how it is known', () => {
  const known = [
    ...operations.map(({ operation }) => operation),
    ...Object.values(description.components.schemas),
  ]
  expect(new Set(known.map((each) => each['x-known']))).toEqual(new Set(['documented', 'assumed']))
})

it('describes the refusals as the mock answers them', async () => {
  const response = await createMock().fetch('/coolness', { headers: { authorization: 'Bearer bando_wrong' } })
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  expect(mistakes('#/components/schemas/Problem', await response.json())).toBeNull()
})
