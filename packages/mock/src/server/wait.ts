/** Waits so long in real time, whoever goes away meanwhile; but once the caller has gone, keeps no process running for it. */
export function waitAnyway(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // A number where there is no Node, and nothing that it could keep running.
    const leave = (): unknown => typeof timer === 'object' && timer.unref()
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }, ms)
    if (signal?.aborted) leave()
    else signal?.addEventListener('abort', leave)
  })
}

/** Waits so long in real time; ends early, without failing, when the caller has gone. */
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
