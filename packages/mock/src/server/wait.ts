/**
 * Waits in real time, even if the caller disconnects. After that, the wait no longer keeps the
 * process running.
 */
export function waitAnyway(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // In a browser a timer is a number, and cannot keep a process running.
    const leave = (): unknown => typeof timer === 'object' && timer.unref()
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }, ms)
    if (signal?.aborted) leave()
    else signal?.addEventListener('abort', leave)
  })
}

/** Waits in real time. Ends early, without an error, when the caller disconnects. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })
}
