import type { AbortHub } from './AbortHub.ts'

interface Flight<Value> {
  readonly promise: Promise<Value>
  readonly controller: AbortController
  callers: number
}

/** Lets identical reads share one request. Each caller has an abort of its own; the last one to leave ends the request. */
export class Coalescer<Value> {
  readonly #flights = new Map<string, Flight<Value>>()
  readonly #aborts: AbortHub

  constructor(aborts: AbortHub) {
    this.#aborts = aborts
  }

  /** Joins the flight of that `key`, or starts one. */
  join(
    key: string,
    signals: readonly AbortSignal[],
    start: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const flight = this.#flights.get(key) ?? this.#begin(key, start)
    flight.callers += 1
    return this.#aborts.race(flight.promise, signals, () => {
      flight.callers -= 1
      if (flight.callers > 0) return
      this.#forget(key, flight)
      flight.controller.abort()
    })
  }

  /** Something was written: what is under way may be from before, so nobody joins it any more. */
  written(): void {
    this.#flights.clear()
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
    const controller = new AbortController()
    const flight = { promise: start(controller.signal), controller, callers: 0 }
    this.#flights.set(key, flight)
    const forget = (): void => this.#forget(key, flight)
    flight.promise.then(forget, forget)
    return flight
  }

  #forget(key: string, flight: Flight<Value>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }
}
