import type { AbortHub } from './AbortHub.ts'
import type { CallState, Subscriber } from './CallState.ts'

/** How a read that may be shared begins, goes on, and ends. */
export interface SharedRead<Value, Own> {
  /** A journey that ends with `signal` alone. */
  start(signal: AbortSignal): CallState
  /** A caller joins the journey. */
  subscribe(call: CallState): Subscriber
  /** Begins the journey, with one caller aboard. */
  run(call: CallState): Promise<Value>
  /** What one caller makes of what was read. */
  finish(value: Value, subscriber: Subscriber): Own | Promise<Own>
}

interface Flight<Value> {
  readonly call: CallState
  readonly controller: AbortController
  promise: Promise<Value> | undefined
}

/** Lets identical reads share one request. Each caller has an abort, a patience and a deadline of its own; the last one to leave ends the request. */
export class Deduplicator<Value> {
  readonly #flights = new Map<string, Flight<Value>>()
  readonly #aborts: AbortHub

  constructor(aborts: AbortHub) {
    this.#aborts = aborts
  }

  /** Joins the flight of that `key`, or begins one. */
  async join<Own>(key: string, read: SharedRead<Value, Own>): Promise<Own> {
    const flight = this.#flights.get(key) ?? this.#open(key, read)
    const { call } = flight
    const subscriber = read.subscribe(call)
    flight.promise ??= this.#begin(key, flight, read)
    try {
      const value = await this.#aborts.race(flight.promise, subscriber.signals, () => {
        subscriber.leave()
        if (call.subscribers.size > 0) return
        this.#forget(key, flight)
        flight.controller.abort()
      })
      return await read.finish(value, subscriber)
    } finally {
      subscriber.leave()
    }
  }

  /** Something was written: what has left may be from before, so nobody joins it any more. */
  written(): void {
    for (const [key, { call }] of this.#flights) if (call.attempts > 0) this.#flights.delete(key)
  }

  #open(key: string, read: Pick<SharedRead<Value, unknown>, 'start'>): Flight<Value> {
    const controller = new AbortController()
    const flight = { call: read.start(controller.signal), controller, promise: undefined }
    this.#flights.set(key, flight)
    return flight
  }

  #begin(key: string, flight: Flight<Value>, read: Pick<SharedRead<Value, unknown>, 'run'>): Promise<Value> {
    const promise = read.run(flight.call)
    const forget = (): void => this.#forget(key, flight)
    promise.then(forget, forget)
    return promise
  }

  #forget(key: string, flight: Flight<Value>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key)
  }
}
