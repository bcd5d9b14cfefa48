import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import type { Delay } from './Fault.ts'

/** The 99th percentile of the standard normal distribution. */
const z99 = 2.326_347_87

/** The longest delay of a timer. A longer one would end at once. */
const longestMs = 2_147_483_647

/** A repeatable random generator with a seed. */
export class Random {
  readonly #generator

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed)
  }

  /** Returns a number from 0 up to, but not including, 1. */
  next(): number {
    return uniformFloat64(this.#generator)
  }

  /**
   * Returns a fixed delay, or draws one from a log-normal distribution with this median and 99th
   * percentile.
   */
  delayMs(delay: Delay): number {
    if (typeof delay === 'number') return delay
    const sigma = Math.log(delay.p99Ms / delay.medianMs) / z99
    return Math.min(longestMs, delay.medianMs * Math.exp(sigma * this.#normal()))
  }

  /** Draws from the standard normal distribution, by the Box-Muller transform. */
  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
  }
}
