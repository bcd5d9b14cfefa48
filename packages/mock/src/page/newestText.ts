/**
 * Streams texts to a reader that may be slow. Skips texts that were not read in time, but never the
 * newest.
 */
export function newestText(
  subscribe: (tell: () => void) => () => void,
  text: () => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let stop = (): void => {}
  let isBehind = false
  const send = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    isBehind = (controller.desiredSize ?? 0) <= 0
    if (!isBehind) controller.enqueue(encoder.encode(text()))
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      stop = subscribe(() => send(controller))
      send(controller)
    },
    pull(controller) {
      if (isBehind) send(controller)
    },
    cancel: () => stop(),
  })
}
