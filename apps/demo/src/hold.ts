/** Throws an error that names the part of the contract that does not hold. */
export function hold(isHeld: boolean, what: string, found: unknown): asserts isHeld {
  if (!isHeld) throw new Error(`${what}. Found ${JSON.stringify(found)}.`)
}
