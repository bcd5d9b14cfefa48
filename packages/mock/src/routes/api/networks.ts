import { json } from '../../answers/Answer.ts'
import type { RouteTable } from '../Route.ts'
import { readPage } from './readPage.ts'

/** A chain that Bando sells on. */
export interface Network {
  readonly key: string
  readonly name: string
  readonly chainId: number
}

/** What can be paid with there. */
export interface PaymentToken {
  readonly symbol: string
  readonly name: string
  readonly decimals: number
}

export const networks: readonly Network[] = [
  { key: 'ethereum', name: 'Ethereum', chainId: 1 },
  { key: 'polygon', name: 'Polygon', chainId: 137 },
  { key: 'arbitrum', name: 'Arbitrum One', chainId: 42_161 },
  { key: 'base', name: 'Base', chainId: 8453 },
]

export const paymentTokens: readonly PaymentToken[] = [
  { symbol: 'USDC', name: 'USD Coin', decimals: 6 },
  { symbol: 'USDT', name: 'Tether USD', decimals: 6 },
  { symbol: 'DAI', name: 'Dai', decimals: 18 },
]

/** Networks, and the tokens of each, page by page. */
export const networkRoutes: RouteTable = {
  'GET /api/v1/networks/': (call, { problem }) => {
    const read = readPage(call, networks, ({ key }) => key)
    if ('wrong' in read) return problem('invalid-request', { detail: read.wrong })
    return json({ networks: read.page.items }, 200, read.page.headers)
  },
  'GET /api/v1/tokens/:networkKey/': (call, { params, problem }) => {
    const network = networks.find(({ key }) => key === params['networkKey'])
    if (!network) return problem('not-found')
    const read = readPage(call, paymentTokens, ({ symbol }) => symbol)
    if ('wrong' in read) return problem('invalid-request', { detail: read.wrong })
    return json({ network: network.key, tokens: read.page.items }, 200, read.page.headers)
  },
}
