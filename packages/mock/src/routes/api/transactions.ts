import { json } from '../../answers/Answer.ts'
import type { MockSettings } from '../../options/MockSettings.ts'
import type { ApiRecords, TransactionRecord } from '../../records/ApiRecords.ts'
import type { RouteTable } from '../Route.ts'
import { misfit } from './misfit.ts'
import { progressOf } from './progress.ts'
import { readRequest } from './readRequest.ts'
import { paidQuote, registration } from './registration.ts'

/** Serves the payments of a wallet. Each is registered once, and advances with the clock. */
export function transactionRoutes(records: ApiRecords): RouteTable {
  return {
    'POST /api/v1/wallets/:address/transactions/': async (call, { params, now, settings, problem }) => {
      const read = await readRequest(call, registration)
      if ('misfit' in read) return problem('invalid-request', read.misfit)
      const paid = paidQuote(read.value, records, settings.checkReferences)
      if ('misfit' in paid) return problem('invalid-request', paid.misfit)
      if (paid.quote.isUsed) return problem('quote-already-used')
      const { reference, transactionIntent } = read.value
      const wallet = params['address'] ?? ''
      records.noteWallet(wallet, transactionIntent.hasAcceptedTerms)
      const { quantity } = transactionIntent
      const made = { wallet, quote: paid.quote, reference, quantity, createdAt: now }
      return json(shown(records.addTransaction(made), settings, now), 201)
    },
    'GET /api/v1/wallets/:address/transactions/:transactionId/': (_call, context) => {
      const { params, now, settings, problem } = context
      const found = records.transaction(params['address'] ?? '', params['transactionId'] ?? '')
      return found ? json(shown(found, settings, now)) : problem('not-found')
    },
    'GET /api/v1/wallets/:address/transactions/': (call, { params, now, settings, problem }) => {
      const chainId = new URLSearchParams(call.search).get('chainId')
      if (chainId !== null && !/^\d+$/.test(chainId))
        return problem('invalid-request', misfit({ chainId: 'must be a whole number' }))
      const transactions = records
        .transactionsOf(params['address'] ?? '')
        .filter(({ quote }) => chainId === null || quote.network.chainId === Number(chainId))
      return json({ transactions: transactions.map((one) => summary(one, settings, now)) })
    },
  }
}

function shown(transaction: TransactionRecord, settings: MockSettings, now: number) {
  const { id, wallet, quote, reference, quantity, createdAt } = transaction
  const { variant, network, token, total } = quote
  const { status, since } = progressOf(transaction, settings, now)
  return {
    transactionId: id,
    status,
    sku: variant.sku,
    countryIsoAlpha2: variant.country,
    productType: variant.productType,
    productSubType: variant.subTypes[0] ?? '',
    quantity,
    fiatUnitPrice: Number(variant.price.fiatValue),
    fiatCurrency: variant.price.fiatCurrency,
    product: { name: `${variant.brand} ${variant.shortNotes}`, logoUrl: variant.imageUrl },
    userWalletAddress: wallet,
    chainId: network.chainId,
    tokenUsed: token.address,
    tokenAmountPayed: Number(total),
    givenReference: reference,
    isDeleted: false,
    created: new Date(createdAt).toISOString(),
    updated: new Date(since).toISOString(),
  }
}

function summary(transaction: TransactionRecord, settings: MockSettings, now: number) {
  const { id, wallet, quote, createdAt } = transaction
  const { variant, network, token } = quote
  return {
    id,
    serviceId: network.networkType === 'EVM' ? variant.evmServiceId : variant.svmServiceId,
    status: progressOf(transaction, settings, now).status,
    created: new Date(createdAt).toISOString(),
    tokenUsed: token.address,
    productType: variant.productType,
    walletAddress: wallet,
    brandName: variant.brand,
    product: { name: `${variant.brand} ${variant.shortNotes}`, logoUrl: variant.imageUrl },
    price: { fiatCurrency: variant.price.fiatCurrency, fiatValue: variant.price.fiatValue },
  }
}
