import type { Fault } from '@bando/mock'

/** The meaning of a fault for a client. */
export type Meaning =
  /** No response came, and the client knows it. The request may have been processed. */
  | 'cut off'
  /** No response comes, and only a time-out reveals it. */
  | 'silent'
  /** A head came, and its body broke off. */
  | 'broken body'
  /** A head came, and its body takes longer than any time-out. */
  | 'slow body'
  | 'unavailable'
  | 'limited'
  | 'locked'
  | 'forbidden'
  /** A client that follows the HTTP standard does not notice. */
  | 'harmless'

export interface FaultRow {
  readonly name: string
  readonly fault: Fault
  readonly means: Meaning
}

export const timeoutMs = 1000
/** The most requests of a call. */
export const attempts = 3
/** The length of the lockout in these tests. */
export const lockedMs = 60_000
/** Longer than any test, as the client's own time-out comes first. */
const neverMs = 600_000

/** The faults of the mock. With `counted: false`, a gateway in front of the API responds. */
export const faults: readonly FaultRow[] = [
  { name: 'a reset before the request was read', fault: { breakage: 'reset-before' }, means: 'cut off' },
  { name: 'a reset after it was processed', fault: { breakage: 'reset-after' }, means: 'cut off' },
  { name: 'bytes that are no HTTP', fault: { breakage: 'garbage' }, means: 'cut off' },
  { name: 'a request processed, never answered', fault: { breakage: 'drop' }, means: 'silent' },
  { name: 'a slow head', fault: { delayMs: neverMs }, means: 'silent' },
  { name: 'a slow body', fault: { breakage: 'drip' }, means: 'slow body' },
  { name: 'half an answer', fault: { breakage: 'half' }, means: 'broken body' },
  { name: 'a length that is wrong', fault: { breakage: 'wrong-length' }, means: 'broken body' },
  { name: 'the answer twice', fault: { breakage: 'duplicate' }, means: 'harmless' },
  { name: 'a 500', fault: { status: 500 }, means: 'unavailable' },
  { name: 'a 503 of a gateway', fault: { status: 503, counted: false }, means: 'unavailable' },
  {
    name: 'a 429',
    fault: { status: 429, headers: { 'Retry-After': '2' }, counted: false },
    means: 'limited',
  },
  {
    name: 'a 403 that refuses all authentication',
    fault: { status: 403, headers: { 'Retry-After': String(lockedMs / 1000) }, counted: false },
    means: 'locked',
  },
  {
    name: 'a 403 of this address',
    fault: { status: 403, body: 'IP not allowed', counted: false },
    means: 'forbidden',
  },
]
