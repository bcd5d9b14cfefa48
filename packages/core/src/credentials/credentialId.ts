/** Of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const roundConstants = /* @__PURE__ */ fractionsOf(Math.cbrt, 64)
/** Of the square roots of the first 8 primes (FIPS 180-4, 5.3.3). */
const initialState = /* @__PURE__ */ fractionsOf(Math.sqrt, 8)

/**
 * Names a token without giving it away: the first 64 bits of its SHA-256 (FIPS 180-4), in
 * hexadecimal. Synchronous, which Web Crypto is not, so that a client knows its account before its
 * first request.
 */
export function id(token: string): string {
  const state = Int32Array.from(initialState)
  const schedule = new Int32Array(64)
  const padded = pad(new TextEncoder().encode(token))
  for (let offset = 0; offset < padded.byteLength; offset += 64) compress(state, schedule, padded, offset)
  return [...state.subarray(0, 2)].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

function pad(bytes: Uint8Array): DataView {
  const view = new DataView(new ArrayBuffer(((bytes.length + 8) >> 6) * 64 + 64))
  for (const [index, byte] of bytes.entries()) view.setUint8(index, byte)
  view.setUint8(bytes.length, 0x80)
  view.setUint32(view.byteLength - 4, bytes.length * 8)
  return view
}

/**
 * One block. The names are those of FIPS 180-4, section 6.2.2: a to h are its working variables.
 */
function compress(state: Int32Array, schedule: Int32Array, block: DataView, offset: number): void {
  const word = (index: number): number => schedule[index] ?? 0
  for (let t = 0; t < 64; t += 1) {
    schedule[t] =
      t < 16
        ? block.getInt32(offset + t * 4)
        : smallSigma(word(t - 2), 17, 19, 10) +
          word(t - 7) +
          smallSigma(word(t - 15), 7, 18, 3) +
          word(t - 16)
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let t = 0; t < 64; t += 1) {
    const t1 = (h + bigSigma(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + (roundConstants[t] ?? 0) + word(t)) | 0
    const t2 = (bigSigma(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] ?? 0) + value
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

function smallSigma(word: number, first: number, second: number, shift: number): number {
  return rotate(word, first) ^ rotate(word, second) ^ (word >>> shift)
}

function bigSigma(word: number, first: number, second: number, third: number): number {
  return rotate(word, first) ^ rotate(word, second) ^ rotate(word, third)
}

/** The first 32 bits of the fractional parts of the roots of the first primes. */
function fractionsOf(root: (prime: number) => number, count: number): number[] {
  return firstPrimes(count).map((prime) => fractionBits(root(prime)))
}

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}

function fractionBits(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0
}
