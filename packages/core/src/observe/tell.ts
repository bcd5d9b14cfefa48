/** Calls a listener. One that throws, or whose promise rejects, is reported, and stops nothing. */
export function tell(call: () => unknown, onError: (error: unknown) => void): void {
  try {
    const returned = call()
    // Promises have many classes: other realms and libraries bring theirs.
    if (typeof returned === 'object') Promise.resolve(returned).catch(onError)
  } catch (error) {
    onError(error)
  }
}
