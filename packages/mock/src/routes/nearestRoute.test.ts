import { expect, test } from 'vitest'
import { nearestRoute } from './nearestRoute.ts'
import { Router } from './Router.ts'

const answer = () => ({ status: 200, headers: {}, body: null })
const { endpoints } = new Router({
  'GET /coolness': answer,
  'GET /wallets/:address/transactions/:id/': answer,
  'POST /wallets/:address/transactions/': answer,
  'PUT /wallets/:address/transactions/': answer,
})

test.each([
  ['GET', '/Coolnes', 'GET /coolness'],
  ['POST', '/wallet/0xabcdefabcdef/transactions/', 'POST /wallets/:address/transactions/'],
  ['GET', '/wallets/0xa/transaction/', 'POST or PUT /wallets/:address/transactions/'],
  ['GET', '/wallets/0xa/transaction/tx-1/', 'GET /wallets/:address/transactions/:id/'],
  ['GET', '/nowhere/near/it', undefined],
  ['GET', '/', undefined],
  ['GET', `/coolness${'s'.repeat(200)}`, undefined],
])('%s %s was probably meant for %s', (method, path, route) =>
  expect(nearestRoute({ method, path }, endpoints)).toBe(route),
)
