const listeners = new Set<() => void>()

function callAll(): void {
  for (const listener of listeners) listener()
}

/**
 * Calls `listener` when this process or thread ends by itself, by `process.exit` or by an
 * exception. Returns how to stop. All share one listener of the process, which warns of many. It
 * comes first: another that calls `process.exit` ends the process at once.
 */
export function atExit(listener: () => void): () => void {
  if (listeners.size === 0) process.prependOnceListener('exit', callAll)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) process.off('exit', callAll)
  }
}
