import * as v from 'valibot'
import { json } from '../../answers/Answer.ts'
import type { RouteTable } from '../Route.ts'
import { sku } from './quotes.ts'
import { readRequest } from './readRequest.ts'
import { progressOf, type Transaction, type TransactionBook } from './TransactionBook.ts'

const purchase = v.object({ sku })

/** A wallet's purchases: moving on with the clock. */
export function transactionRoutes(book: TransactionBook): RouteTable {
  return {
    'POST /api/v1/wallets/:address/transactions/': async (call, { params, now, problem }) => {
      const read = await readRequest(call, purchase)
      if ('wrong' in read) return problem('invalid-request', { detail: read.wrong })
      const transaction = book.buy({ wallet: params['address'] ?? '', sku: read.value.sku, now })
      return json(shown(transaction, now), 201)
    },
    'GET /api/v1/wallets/:address/transactions/:transactionId/': (_call, { params, now, problem }) => {
      const found = book.find(params['address'] ?? '', params['transactionId'] ?? '')
      return found ? json(shown(found, now)) : problem('not-found')
    },
  }
}

function shown(transaction: Transaction, now: number) {
  return {
    ...transaction,
    createdAt: new Date(transaction.createdAt).toISOString(),
    status: progressOf(transaction, now),
  }
}
