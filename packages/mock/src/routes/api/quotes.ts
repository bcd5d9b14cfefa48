import * as v from 'valibot'
import { json } from '../../answers/Answer.ts'
import type { Route, RouteTable } from '../Route.ts'
import { networks, paymentTokens } from './networks.ts'
import { products } from './products.ts'
import { readRequest } from './readRequest.ts'

const quoteLastsMs = 60_000

export const sku = v.picklist(
  products.map((product) => product.sku),
  'no product has this sku',
)
const networkKey = v.picklist(
  networks.map(({ key }) => key),
  'no network has this key',
)
const symbol = v.picklist(
  paymentTokens.map((token) => token.symbol),
  'no token has this symbol',
)

const quoteRequest = v.object({ sku, networkKey, token: symbol })
const referenceRequest = v.object({
  sku,
  reference: v.pipe(
    v.string(),
    v.minLength(4, 'too short for a reference'),
    v.maxLength(255, 'too long for a reference'),
  ),
})

const quote: Route = async (call, { now, problem }) => {
  const read = await readRequest(call, quoteRequest)
  if ('wrong' in read) return problem('invalid-request', { detail: read.wrong })
  const product = products.find((one) => one.sku === read.value.sku)
  return json({
    ...read.value,
    amount: product?.price,
    expiresAt: new Date(now + quoteLastsMs).toISOString(),
  })
}

const reference: Route = async (call, { problem }) => {
  const read = await readRequest(call, referenceRequest)
  if ('wrong' in read) return problem('invalid-request', { detail: read.wrong })
  return json({ ...read.value, valid: /^[\w.+@-]+$/.test(read.value.reference) })
}

/** What something costs in a token, and whether an account to top up exists. */
export const quoteRoutes: RouteTable = {
  'POST /api/v1/quotes/': quote,
  'POST /api/v1/references/': reference,
}
