/** Resolves after `ms`, or rejects as `signal` aborts. Does not keep the process running. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return race(signal, (resolve) => {
    const timer = setTimeout(resolve, ms)
    timer.unref()
    return () => clearTimeout(timer)
  })
}

/** Settles as `promise` does, or rejects after `ms` or as `signal` aborts. */
export function within<Value>(
  promise: Promise<Value>,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<Value> {
  return race(signal, (resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Redis did not reply within ${ms} ms`)), ms)
    timer.unref()
    promise.then(resolve, reject)
    return () => clearTimeout(timer)
  })
}

function race<Value>(
  signal: AbortSignal,
  start: (resolve: (value: Value) => void, reject: (error: unknown) => void) => () => void,
): Promise<Value> {
  signal.throwIfAborted()
  let clear = (): void => {}
  const stop = new AbortController()
  return new Promise<Value>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: stop.signal })
    clear = start(resolve, reject)
  }).finally(() => {
    clear()
    stop.abort()
  })
}
