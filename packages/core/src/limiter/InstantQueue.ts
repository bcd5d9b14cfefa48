/**
 * Instants in order, each with how many it stands for. A plain object, so that it can be stored as
 * it is.
 */
export interface Instants {
  readonly at: number[]
  readonly count: number[]
}

/**
 * Up to this many entries each instant is kept as it is; beyond, those of one slice are kept as
 * one.
 */
export const mostExact = 256

export function noInstants(): Instants {
  return { at: [], count: [] }
}

const none = noInstants()

export function copyInstants({ at, count }: Instants): Instants {
  return { at: at.slice(), count: count.slice() }
}

/**
 * First in, first out, for instants that seldom come out of order. Beyond 256 entries an instant is
 * rounded up to the end of its slice. Adding and removing are O(1) amortised, and looking is O(log
 * n).
 */
export class InstantQueue {
  readonly state: Instants
  /**
   * Sums of the counts, made when they are first asked for after a change that is not at the end.
   */
  #sums: number[] | undefined

  constructor(state: Instants = noInstants()) {
    this.state = state
  }

  get size(): number {
    return this.#totals().at(-1) ?? 0
  }

  /** How many entries there are. */
  get length(): number {
    return this.state.at.length
  }

  get first(): number | undefined {
    return this.state.at[0]
  }

  get last(): number | undefined {
    return this.state.at.at(-1)
  }

  /**
   * Adds an instant in whole milliseconds, rounded up, or at the end of its slice if there are
   * many.
   */
  add(instant: number, sliceMs: number, count = 1): void {
    const { at, count: counts } = this.state
    const rounded = roundUp(instant, at.length < mostExact ? 1 : sliceMs)
    let index = at.length
    while (index > 0 && (at[index - 1] ?? 0) >= rounded) index -= 1
    const isNew = at[index] !== rounded
    if (isNew && index === at.length) {
      at.push(rounded)
      counts.push(count)
    } else if (isNew) {
      at.splice(index, 0, rounded)
      counts.splice(index, 0, count)
    } else counts[index] = (counts[index] ?? 0) + count
    // Most are the last.
    const isLast = index === at.length - 1
    if (isLast && this.#sums) this.#sums[index] = (this.#sums[index - (isNew ? 1 : 0)] ?? 0) + count
    else this.#sums = undefined
  }

  /** Removes one of those that `instant` was rounded up to. Returns false if there is none. */
  remove(instant: number): boolean {
    const { at, count } = this.state
    const index = at.findIndex((each) => each >= instant)
    const left = count[index]
    if (left === undefined) return false
    if (left > 1) count[index] = left - 1
    else {
      at.splice(index, 1)
      count.splice(index, 1)
    }
    this.#sums = undefined
    return true
  }

  /** Removes all up to `instant`, and gives them. */
  removeUntil(instant: number): Instants {
    const { at, count } = this.state
    if ((at[0] ?? Infinity) > instant) return none
    const length = this.#indexAfter(instant)
    this.#sums = undefined
    return { at: at.splice(0, length), count: count.splice(0, length) }
  }

  /** Rounds up each instant to what `round` gives, and keeps those that become the same as one. */
  round(round: (instant: number) => number): void {
    const { at, count } = this.state
    const all = at.map((instant, index) => [round(instant), count[index] ?? 0] as const)
    at.length = 0
    count.length = 0
    for (const [instant, number] of all) {
      const last = at.length - 1
      if (at[last] === instant) count[last] = (count[last] ?? 0) + number
      else {
        at.push(instant)
        count.push(number)
      }
    }
    this.#sums = undefined
  }

  /** Returns how many there are up to `instant`. */
  countUntil(instant: number): number {
    if ((this.first ?? Infinity) > instant) return 0
    return this.#totals()[this.#indexAfter(instant) - 1] ?? 0
  }

  /**
   * Returns the instant of the one with `index` others before it, or `undefined` if there is none.
   */
  at(index: number): number | undefined {
    if (index < 0) return undefined
    const sums = this.#totals()
    return this.state.at[firstIndex(sums, (sum) => sum > index)]
  }

  #indexAfter(instant: number): number {
    return firstIndex(this.state.at, (at) => at > instant)
  }

  #totals(): number[] {
    if (this.#sums) return this.#sums
    let sum = 0
    this.#sums = this.state.count.map((count) => (sum += count))
    return this.#sums
  }
}

export function roundUp(instant: number, unitMs: number): number {
  return Math.ceil(instant / unitMs) * unitMs
}

/** Returns the first index at which `is` holds, or the length. It holds for all that come after. */
function firstIndex(values: readonly number[], is: (value: number) => boolean): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (is(values[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}
