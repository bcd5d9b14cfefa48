/**
 * Formats instants for the Date field (RFC 9110 section 5.6.7). It remembers the last one, as a
 * busy server repeats it.
 */
export class HttpDate {
  #second = Number.NaN
  #text = ''

  format(at: number): string {
    const second = Math.floor(at / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#text = new Date(at).toUTCString()
    }
    return this.#text
  }
}
