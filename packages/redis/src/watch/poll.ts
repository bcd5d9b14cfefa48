/** How often Redis is asked while a call waits, on average, and otherwise. */
const waitingMs = 50
const idleMs = 400

/**
 * Calls `listener` again and again, each time after another pause, so that members do not ask in
 * step. Returns how to stop.
 */
export function poll(
  listener: () => void,
  { isWaiting, random }: { readonly isWaiting: boolean; readonly random: () => number },
): () => void {
  let timer: NodeJS.Timeout
  const next = (): void => {
    timer = setTimeout(
      () => {
        listener()
        next()
      },
      (isWaiting ? waitingMs : idleMs) * (0.5 + random()),
    )
    // A call that waits keeps the process running by itself.
    timer.unref()
  }
  next()
  return () => clearTimeout(timer)
}
