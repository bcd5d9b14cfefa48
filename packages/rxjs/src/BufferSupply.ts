import { BandoLimitError } from '@bando/core'
import type { Observable, Subscription } from 'rxjs'
import type { Supply } from './Supply.ts'

/** The treatment of a value that arrives while the buffer is full. */
export type Overflow = 'buffer' | 'drop' | 'latest' | 'error'

/**
 * Keeps values that an observable pushes until they are taken. Past `size` values, `overflow`
 * decides.
 */
export class BufferSupply<Value> implements Supply<Value> {
  readonly #source: Observable<Value>
  readonly #size: number
  readonly #overflow: Overflow
  #values: Value[] = []
  /**
   * The index of the first value. Earlier ones are removed in batches, so that each step is O(1).
   */
  #head = 0
  #isComplete = false
  #fail: (error: unknown) => void = () => {}
  #subscription: Subscription | undefined

  constructor(source: Observable<Value>, size: number, overflow: Overflow) {
    this.#source = source
    this.#size = size
    this.#overflow = overflow
  }

  get isSpent(): boolean {
    return this.#isComplete && this.#waiting === 0
  }

  /**
   * After the source has completed, a waiting request keeps the process alive for the last values.
   */
  get isPerishable(): boolean {
    return this.#size < Infinity && !this.#isComplete
  }

  get #waiting(): number {
    return this.#values.length - this.#head
  }

  open(changed: () => void, fail: (error: unknown) => void): void {
    this.#fail = fail
    this.#subscription = this.#source.subscribe({
      next: (value) => {
        this.#values.push(value)
        changed()
      },
      error: fail,
      complete: () => {
        this.#isComplete = true
        changed()
      },
    })
  }

  take(): { readonly value: Value } | undefined {
    if (this.#waiting === 0) return undefined
    const value = this.#values[this.#head] as Value
    this.#skip()
    return { value }
  }

  trim(): void {
    while (this.#waiting > this.#size) {
      if (this.#overflow === 'error') {
        const message = `mapToBando: the source is faster than the budget. Found more than ${this.#size} values that wait. Give a larger \`buffer\`, or another \`overflow\`.`
        this.#fail(new BandoLimitError(message, { attempts: 0, sent: false, retryable: false }))
        return
      }
      if (this.#overflow === 'drop') this.#values.pop()
      else this.#skip()
    }
  }

  close(): void {
    this.#values = []
    this.#head = 0
    this.#subscription?.unsubscribe()
  }

  #skip(): void {
    this.#values[this.#head] = undefined as Value
    this.#head += 1
    if (this.#head < 1024 || this.#head * 2 < this.#values.length) return
    this.#values.splice(0, this.#head)
    this.#head = 0
  }
}
