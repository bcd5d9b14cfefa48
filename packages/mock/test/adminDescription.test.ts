import { createMock, mockAdmin, scenarios } from '@bando/mock'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { recorded, type Exchange } from './running/recorded.ts'

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>
}
interface Operation {
  readonly operationId: string
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content>>
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const mock = createMock()
const description = (await (await mock.fetch('/_mock/openapi.json')).json()) as Description
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
)
const ajv = new Ajv2020({ strict: false, allErrors: true })
ajv.addSchema(description, 'admin')

/** What is wrong with a JSON text as the description has it; nothing: null. */
function mistakes({ content }: Content, type: string, text: string): unknown {
  const schema = content?.[type]?.schema
  if (schema === undefined) return text === '' ? null : 'It is described as empty.'
  const referenced = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"admin#/')) as object
  const validate = ajv.compile(referenced)
  return validate(JSON.parse(text)) ? null : validate.errors
}

function operationOf({ method, path }: Pick<Exchange, 'method' | 'path'>): Operation {
  const [pathname = ''] = path.split('?')
  const found = operations.find(
    (one) =>
      one.method === method && new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  )
  if (!found) throw new Error(`${method} ${path} is not described.`)
  return found.operation
}

test('the description is valid OpenAPI', async () => {
  const { valid, errors } = await new Validator().validate({ ...description })
  expect([valid, errors]).toEqual([true, undefined])
  const ids = operations.map(({ operation }) => operation.operationId)
  expect([new Set(ids).size, ids]).toEqual([ids.length, expect.arrayContaining(['postTokensNameRevoke'])])
})

test('everything that the client asks is described, everything described it asks, and every answer is as described', async () => {
  const { url, exchanges } = await recorded(createMock({ faults: [{ status: 503, times: 1 }] }))
  await driveAll(url)
  for (const exchange of exchanges.filter(({ path }) => path.startsWith('/_mock'))) {
    const { requestBody, responses } = operationOf(exchange)
    const reply = responses[exchange.status]
    if (!reply) throw new Error(`${exchange.method} ${exchange.path}: ${exchange.answered}`)
    expect([exchange, mistakes(reply, 'application/json', exchange.answered)]).toEqual([exchange, null])
    if (exchange.asked !== '')
      expect([exchange, mistakes(requestBody ?? {}, 'application/json', exchange.asked)]).toEqual([
        exchange,
        null,
      ])
  }
  const asked = new Set(
    exchanges.filter(({ path }) => path.startsWith('/_mock')).map((one) => operationOf(one).operationId),
  )
  const described = operations
    .filter(({ operation }) => isJson(operation))
    .map(({ operation }) => operation.operationId)
  expect([...asked].sort()).toEqual(described.filter((id) => id !== 'getOpenapiJson').sort())
})

/** Does all that an admin can do, with something in every list that is answered. */
async function driveAll(url: string): Promise<void> {
  const admin = mockAdmin(url)
  await admin.clock({ frozen: true, advanceMs: 1000, scale: 2 })
  await admin.clock()
  await admin.settings()
  await admin.configure({ headers: 'legacy', lockout: { attempts: 2 }, counted: { limited: true } })
  const { token, fingerprint } = await admin.tokens.issue({
    owner: 'a',
    limit: { requests: 2, windowMs: 1000 },
    expiresInMs: 5000,
    addresses: ['127.0.0.1'],
  })
  for (const authorization of [undefined, `Bearer ${token}`, 'Bearer wrong'])
    await fetch(`${url}/coolness`, {
      headers: { prefer: 'code=429', ...(authorization && { authorization }) },
    })
  await admin.tokens.setLimit(fingerprint, { requests: 3, windowMs: 1000 })
  await admin.spend({ token: fingerprint }, 1)
  await admin.spend({ address: '127.0.0.1' }, 1)
  await admin.lock({ owner: 'a' }, 1000)
  await admin.lock({ address: '192.0.2.1' })
  await admin.state()
  await admin.tokens.list()
  await admin.log()
  await admin.log({ path: '/coolness', status: 404, fault: 'none', since: 0, waitMs: 1 })
  await admin.unlock({ owner: 'a' })
  await admin.faults.add({ path: '/a*', delayMs: { medianMs: 1, p99Ms: 2 }, headers: { 'x-a': 'b' } })
  const { id } = await admin.faults.next({ breakage: 'half', probability: 0.5, nth: 2 })
  await admin.faults.list()
  await admin.faults.remove(id)
  await admin.faults.clear()
  for (const scenario of scenarios) await admin.play(scenario)
  await admin.tokens.revoke(fingerprint)
  await admin.tokens.expire(fingerprint)
  await admin.reset()
}

function isJson({ responses }: Operation): boolean {
  const { content } = responses['200'] ?? {}
  return content === undefined || 'application/json' in content
}

test.each([
  ['PATCH', '/_mock/settings', '{"limits":1}', 'application/json'],
  ['POST', '/_mock/faults', '{', 'application/json'],
  ['DELETE', '/_mock/state', '', 'application/problem+json'],
  ['GET', '/_mock/nothing-like-it', '', 'application/problem+json'],
])('%s %s with %s is refused as described', async (method, path, asked, type) => {
  const response = await createMock().fetch(path, { method, body: asked === '' ? null : asked })
  expect([response.status >= 400, response.headers.get('content-type')]).toEqual([true, type])
  const refused = operations[0]?.operation.responses['default'] ?? {}
  expect(mistakes(refused, type, await response.text())).toBeNull()
})
