/** Instants as the Date field has them (RFC 9110 section 5.6.7); a busy server writes the same one many times over. */
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
