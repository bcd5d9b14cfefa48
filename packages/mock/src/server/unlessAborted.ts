/** Returns the value, or rejects with the signal's reason as soon as the signal aborts. */
export function unlessAborted<Value>(coming: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    const done = (): void => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort)
    coming.then(resolve, reject).finally(done)
  })
}
