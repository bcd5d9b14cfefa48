import { closedIn } from './callErrors.ts'
import type { Subscriber } from './CallState.ts'
import type { Delivery } from './runCall.ts'
import type { Session } from './Session.ts'
import { withBody } from '../response/withBody.ts'

/** The response as `fetch` gives it: its body still arriving, and cut when the signal aborts or the deadline has come. */
export function handOver(
  session: Session,
  { response, attempt, call }: Delivery,
  subscriber: Subscriber,
): Response {
  attempt.finish()
  const aborted = subscriber.signals.find((signal) => signal.aborted)
  if (aborted) {
    subscriber.leave()
    attempt.giveUp()
    attempt.discard(response)
    throw closedIn(session, call, aborted.reason)
  }
  if (response.body === null) {
    subscriber.leave()
    return response
  }
  let stops: readonly (() => void)[] = []
  const stop = (): void => {
    for (const each of stops) each()
    subscriber.leave()
  }
  // `cancel` is in the Streams standard, and not yet in its types.
  const watched: Transformer<Uint8Array, Uint8Array> & { cancel: () => void } = {
    start(controller) {
      const cut = (signal: AbortSignal): void => {
        stop()
        attempt.giveUp()
        controller.error(closedIn(session, call, signal.reason))
      }
      stops = subscriber.signals.map((signal) => session.aborts.add(signal, () => cut(signal)))
    },
    flush: stop,
    cancel: stop,
  }
  return withBody(response, response.body.pipeThrough(new TransformStream(watched)), call.redirects > 0)
}
