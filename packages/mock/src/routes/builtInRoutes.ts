import { networkRoutes } from './api/networks.ts'
import { productRoutes } from './api/products.ts'
import { quoteRoutes } from './api/quotes.ts'
import { transactionRoutes } from './api/transactions.ts'
import type { TransactionBook } from './api/TransactionBook.ts'
import { coolness } from './coolness.ts'
import type { RouteTable } from './Route.ts'

/** Every path the API has. */
export function builtInRoutes(book: TransactionBook): RouteTable {
  return {
    'GET /coolness': coolness,
    ...productRoutes,
    ...networkRoutes,
    ...quoteRoutes,
    ...transactionRoutes(book),
  }
}
