/** Numbers calls as they come. Lines that share it keep the order of those who go from one to another. */
export class Arrivals {
  #count = 0

  next(): number {
    this.#count += 1
    return this.#count
  }
}
