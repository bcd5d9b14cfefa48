import { json } from '../../answers/Answer.ts'
import type { ApiRecords } from '../../records/ApiRecords.ts'
import type { RouteTable } from '../Route.ts'

/** Serves whether a wallet has accepted the terms. */
export function walletRoutes(records: ApiRecords): RouteTable {
  return {
    'GET /api/v1/wallets/:address/': (_call, { params, problem }) => {
      const wallet = records.wallet(params['address'] ?? '')
      if (!wallet) return problem('wallet-not-found')
      const { address: walletAddress, hasAcceptedTerms } = wallet
      return json({ wallet: { hasAcceptedTerms, walletAddress } })
    },
  }
}
