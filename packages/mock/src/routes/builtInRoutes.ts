import type { ApiRecords } from '../records/ApiRecords.ts'
import { countryRoutes } from './api/countries.ts'
import { networkRoutes } from './api/networks.ts'
import { productRoutes } from './api/products.ts'
import { quoteRoutes } from './api/quotes.ts'
import { referenceRoutes } from './api/references.ts'
import { transactionRoutes } from './api/transactions.ts'
import { walletRoutes } from './api/wallets.ts'
import { coolness } from './coolness.ts'
import type { RouteTable } from './Route.ts'

/** Returns every route of the API. */
export function builtInRoutes(records: ApiRecords): RouteTable {
  return {
    'GET /coolness': coolness,
    ...countryRoutes,
    ...productRoutes,
    ...networkRoutes,
    ...quoteRoutes(records),
    ...walletRoutes(records),
    ...transactionRoutes(records),
    ...referenceRoutes,
  }
}
