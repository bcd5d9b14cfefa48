/** Makes a fetch that sends requests at once, and holds responses until `released`. */
export function heldUntil(released: Promise<void>): typeof fetch {
  return async (...request) => {
    const response = await fetch(...request)
    await released
    return response
  }
}
