import type { Supply } from './Supply.ts'

/** Pulls an iterable or an async iterable, one value at a time, only when one is taken. */
export class IteratorSupply<Value> implements Supply<Value> {
  isSpent = false
  readonly isPerishable = false
  readonly #iterator: Iterator<Value> | AsyncIterator<Value>
  #changed = (): void => {}
  #fail: (error: unknown) => void = () => {}
  #pulled: { readonly value: Value } | undefined
  #isPulling = false
  #isClosed = false

  constructor(source: Iterable<Value> | AsyncIterable<Value>) {
    this.#iterator =
      Symbol.asyncIterator in Object(source)
        ? (source as AsyncIterable<Value>)[Symbol.asyncIterator]()
        : (source as Iterable<Value>)[Symbol.iterator]()
  }

  open(changed: () => void, fail: (error: unknown) => void): void {
    this.#changed = changed
    this.#fail = fail
  }

  take(): { readonly value: Value } | undefined {
    if (!this.#pulled && !this.#isPulling && !this.isSpent) this.#pull()
    const taken = this.#pulled
    this.#pulled = undefined
    return taken
  }

  trim(): void {}

  /**
   * Runs a generator's `finally`, as `for … of` does. A running generator ends after its next
   * value.
   */
  close(): void {
    this.#isClosed = true
    if (this.isSpent || this.#isPulling) return
    this.isSpent = true
    const end = async (): Promise<void> => {
      await this.#iterator.return?.()
    }
    // The subscriber has unsubscribed, so a failed clean-up cannot be reported.
    end().catch(() => {})
  }

  #pull(): void {
    this.#isPulling = true
    try {
      const result = this.#iterator.next()
      if ('then' in result) void this.#await(result)
      else this.#accept(result)
    } catch (error) {
      this.isSpent = true
      throw error
    }
  }

  async #await(result: Promise<IteratorResult<Value>>): Promise<void> {
    try {
      this.#accept(await result)
    } catch (error) {
      this.isSpent = true
      this.#fail(error)
      return
    }
    this.#changed()
  }

  #accept(result: IteratorResult<Value>): void {
    this.#isPulling = false
    if (result.done) this.isSpent = true
    else this.#pulled = result
    if (this.#isClosed) this.close()
  }
}
