/** Values by their id. Only the newest ten thousand are kept. */
export class Recent<Id, Value> {
  readonly #byId = new Map<Id, Value>()
  readonly #capacity: number

  constructor(capacity = 10_000) {
    this.#capacity = capacity
  }

  set(id: Id, value: Value): void {
    this.#byId.delete(id)
    this.#byId.set(id, value)
    const oldest = this.#byId.keys().next()
    if (this.#byId.size > this.#capacity && !oldest.done) this.#byId.delete(oldest.value)
  }

  get(id: Id): Value | undefined {
    return this.#byId.get(id)
  }

  values(): IterableIterator<Value> {
    return this.#byId.values()
  }

  clear(): void {
    this.#byId.clear()
  }
}
