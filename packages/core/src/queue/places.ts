/** A place in a queue: calls go by turn, then arrival. */
export interface Place {
  readonly turn: number
  readonly order: number
}

export function goesBefore(a: Place, b: Place): boolean {
  return a.turn === b.turn ? a.order < b.order : a.turn < b.turn
}

interface Expiring {
  readonly expiresAt: number
}

export function expiresBefore(a: Expiring, b: Expiring): boolean {
  return a.expiresAt < b.expiresAt
}
