/** One purchase. */
export interface Transaction {
  readonly id: string
  readonly wallet: string
  readonly sku: string
  /** Epoch milliseconds on the mock's clock. */
  readonly createdAt: number
}

const capacity = 10_000

/** A wallet's purchases, the newest ten thousand of all; a repeated idempotency key finds the first again. */
export class TransactionBook {
  readonly #byId = new Map<string, Transaction>()
  readonly #byKey = new Map<string, Transaction>()
  #count = 0

  buy({ wallet, sku, now, key }: { wallet: string; sku: string; now: number; key: string | undefined }): {
    transaction: Transaction
    repeated: boolean
  } {
    const scoped = key === undefined ? undefined : `${wallet} ${key}`
    const earlier = scoped === undefined ? undefined : this.#byKey.get(scoped)
    if (earlier) return { transaction: earlier, repeated: true }
    const transaction = { id: `tx-${++this.#count}`, wallet, sku, createdAt: now }
    keep(this.#byId, transaction.id, transaction)
    if (scoped !== undefined) keep(this.#byKey, scoped, transaction)
    return { transaction, repeated: false }
  }

  find(wallet: string, id: string): Transaction | undefined {
    const found = this.#byId.get(id)
    return found?.wallet === wallet ? found : undefined
  }

  clear(): void {
    this.#byId.clear()
    this.#byKey.clear()
    this.#count = 0
  }
}

/** How far a purchase has come: time alone moves it on. */
export function progressOf({ createdAt }: Transaction, now: number): 'pending' | 'processing' | 'completed' {
  const ageMs = now - createdAt
  if (ageMs < 5000) return 'pending'
  return ageMs < 20_000 ? 'processing' : 'completed'
}

function keep(map: Map<string, Transaction>, key: string, transaction: Transaction): void {
  map.set(key, transaction)
  const oldest = map.keys().next()
  if (map.size > capacity && !oldest.done) map.delete(oldest.value)
}
