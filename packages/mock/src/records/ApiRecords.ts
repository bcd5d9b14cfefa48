import { addressKey } from '../catalogue/sameAddress.ts'
import type { Network } from '../catalogue/networks.ts'
import type { PaymentToken } from '../catalogue/paymentTokens.ts'
import type { Variant } from '../catalogue/Variant.ts'
import { Recent } from './Recent.ts'

/** A quote that the mock issued. */
export interface QuoteRecord {
  readonly id: number
  readonly variant: Variant
  readonly network: Network
  readonly token: PaymentToken
  readonly total: string
  isUsed: boolean
}

/** A payment that a caller registered. */
export interface TransactionRecord {
  readonly id: string
  readonly wallet: string
  readonly quote: QuoteRecord
  readonly reference: string
  readonly quantity: number
  /** Epoch milliseconds on the mock's clock. */
  readonly createdAt: number
}

/** A wallet that has asked for a quote, or registered a payment. */
export interface WalletRecord {
  readonly address: string
  readonly hasAcceptedTerms: boolean
}

/** The purchases that the API remembers. */
export class ApiRecords {
  readonly #quotes = new Recent<number, QuoteRecord>()
  readonly #transactions = new Recent<string, TransactionRecord>()
  readonly #wallets = new Recent<string, WalletRecord>()
  #quoteCount = 0
  #transactionCount = 0

  addQuote(quote: Omit<QuoteRecord, 'id' | 'isUsed'>): QuoteRecord {
    const record = { ...quote, id: ++this.#quoteCount, isUsed: false }
    this.#quotes.set(record.id, record)
    return record
  }

  quote(id: number): QuoteRecord | undefined {
    return this.#quotes.get(id)
  }

  addTransaction(transaction: Omit<TransactionRecord, 'id'>): TransactionRecord {
    const number = String(++this.#transactionCount).padStart(12, '0')
    const record = { ...transaction, id: `7a45ac71-0000-4000-8000-${number}` }
    record.quote.isUsed = true
    this.#transactions.set(record.id, record)
    return record
  }

  transaction(wallet: string, id: string): TransactionRecord | undefined {
    const found = this.#transactions.get(id)
    return found && addressKey(found.wallet) === addressKey(wallet) ? found : undefined
  }

  /** Returns the transactions of a wallet, newest first. */
  transactionsOf(wallet: string): TransactionRecord[] {
    const key = addressKey(wallet)
    return [...this.#transactions.values()].filter((one) => addressKey(one.wallet) === key).toReversed()
  }

  /** Records a wallet. Terms that were accepted once stay accepted. */
  noteWallet(address: string, hasAcceptedTerms = false): void {
    const known = this.wallet(address)
    this.#wallets.set(addressKey(address), {
      address: known?.address ?? address,
      hasAcceptedTerms: hasAcceptedTerms || known?.hasAcceptedTerms === true,
    })
  }

  wallet(address: string): WalletRecord | undefined {
    return this.#wallets.get(addressKey(address))
  }

  clear(): void {
    this.#quotes.clear()
    this.#transactions.clear()
    this.#wallets.clear()
    this.#quoteCount = 0
    this.#transactionCount = 0
  }
}
