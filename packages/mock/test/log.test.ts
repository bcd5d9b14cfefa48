import { mockAdmin } from '@bando/mock'
import { expect, test } from 'vitest'
import { serve } from './serve.ts'

const secret = 'acme/p4ss.word~1=='
const inPath = secret.replaceAll('=', '%3D')

test.each([
  `/coolness?of=${secret}`,
  `/coolness?of=${encodeURIComponent(secret)}`,
  `/coolness?of=${encodeURIComponent(encodeURIComponent(secret))}`,
  `/api/v1/tokens/${inPath}/`,
  `/api/v1/wallets/${encodeURIComponent(secret)}/transactions/x/`,
  `/api/v1/networks?access_token=${secret}`,
  `/nowhere/${secret}?x=${secret}`,
])('an issued token does not reach the log by %s', async (path) => {
  const { mock, url, ask } = await serve({ tokens: [{ owner: 'acme', token: secret }] })
  const told: unknown[] = []
  mock.onRequest((entry) => told.push(entry))
  mock.faults.add({ path: '/coolness', nth: 2, breakage: 'drip' })
  await (await ask(path, { token: secret })).text()
  await ask(path, { method: 'OPTIONS', headers: { 'access-control-request-method': 'GET' } })
  const shown = JSON.stringify([mock.log, told, await mockAdmin(url).log(), mock.nearMisses({ path: '/x' })])
  expect(shown).toContain('[token]')
  for (const form of [secret, 'p4ss', 'word~1']) expect(shown).not.toContain(form)
})

test('an unknown token that a request carried does not reach the log', async () => {
  const { mock, ask } = await serve({ lockout: false })
  await ask('/coolness?of=foreign-token', { token: 'foreign-token' })
  await ask('/coolness?of=Zm9yZWlnbjp4', { authorization: 'Basic Zm9yZWlnbjp4' })
  await ask('/coolness?api_key=foreign-token')
  await mock.fetch('/foreign-token', { headers: { authorization: 'bearer foreign-token' } })
  expect(mock.log.map(({ path, search }) => path + search)).toEqual([
    '/coolness?of=[token]',
    '/coolness?of=[token]',
    '/coolness?api_key=[token]',
    '/[token]',
  ])
})

test('text that is not a token is not changed in the log', async () => {
  const { mock, ask } = await serve({ tokens: ['api'] })
  for (const path of ['/apis?of=%F0%9F%8D%A6&x=100%25', '/coolness?of=tokens&next=%', '/v1/capital'])
    await ask(path)
  expect(mock.log.map(({ path, search }) => path + search)).toEqual([
    '/apis?of=%F0%9F%8D%A6&x=100%25',
    '/coolness?of=tokens&next=%',
    '/v1/capital',
  ])
})
