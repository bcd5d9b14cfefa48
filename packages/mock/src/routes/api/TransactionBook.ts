/** One purchase. */
export interface Transaction {
  readonly id: string
  readonly wallet: string
  readonly sku: string
  /** Epoch milliseconds on the mock's clock. */
  readonly createdAt: number
}

const capacity = 10_000

/** A wallet's purchases, the newest ten thousand of all. */
export class TransactionBook {
  readonly #byId = new Map<string, Transaction>()
  #count = 0

  buy({ wallet, sku, now }: { wallet: string; sku: string; now: number }): Transaction {
    const transaction = { id: `tx-${++this.#count}`, wallet, sku, createdAt: now }
    this.#byId.set(transaction.id, transaction)
    const oldest = this.#byId.keys().next()
    if (this.#byId.size > capacity && !oldest.done) this.#byId.delete(oldest.value)
    return transaction
  }

  find(wallet: string, id: string): Transaction | undefined {
    const found = this.#byId.get(id)
    return found?.wallet === wallet ? found : undefined
  }

  clear(): void {
    this.#byId.clear()
    this.#count = 0
  }
}

/** How far a purchase has come: time alone moves it on. */
export function progressOf({ createdAt }: Transaction, now: number): 'pending' | 'processing' | 'completed' {
  const ageMs = now - createdAt
  if (ageMs < 5000) return 'pending'
  return ageMs < 20_000 ? 'processing' : 'completed'
}
