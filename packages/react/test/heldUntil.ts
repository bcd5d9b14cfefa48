/** A fetch whose requests go out at once, and whose responses are kept back until then. */
export function heldUntil(released: Promise<void>): typeof fetch {
  return async (...request) => {
    const response = await fetch(...request)
    await released
    return response
  }
}
