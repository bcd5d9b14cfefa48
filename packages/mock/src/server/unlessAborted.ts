/** What comes, or the signal's reason as soon as it is aborted: whoever has given up waits for nothing more. */
export function unlessAborted<Value>(coming: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    const done = (): void => signal.removeEventListener('abort', abort)
    signal.addEventListener('abort', abort)
    coming.then(resolve, reject).finally(done)
  })
}
