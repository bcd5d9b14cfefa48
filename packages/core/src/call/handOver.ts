import { closedIn } from './callErrors.ts'
import type { Passenger } from './CallState.ts'
import type { Delivery } from './runCall.ts'
import type { Session } from './Session.ts'
import { withBody } from '../response/withBody.ts'

/** The response as `fetch` gives it: its body still arriving, and cut when the signal aborts or the deadline has come. */
export function handOver(
  session: Session,
  { response, exchange, journey }: Delivery,
  passenger: Passenger,
): Response {
  exchange.finish()
  const aborted = passenger.signals.find((signal) => signal.aborted)
  if (aborted) {
    passenger.leave()
    exchange.giveUp()
    exchange.discard(response)
    throw closedIn(session, journey, aborted.reason)
  }
  if (response.body === null) {
    passenger.leave()
    return response
  }
  let stops: readonly (() => void)[] = []
  const stop = (): void => {
    for (const each of stops) each()
    passenger.leave()
  }
  // `cancel` is in the Streams standard, and not yet in its types.
  const watched: Transformer<Uint8Array, Uint8Array> & { cancel: () => void } = {
    start(controller) {
      const cut = (signal: AbortSignal): void => {
        stop()
        exchange.giveUp()
        controller.error(closedIn(session, journey, signal.reason))
      }
      stops = passenger.signals.map((signal) => session.aborts.add(signal, () => cut(signal)))
    },
    flush: stop,
    cancel: stop,
  }
  return withBody(response, response.body.pipeThrough(new TransformStream(watched)), journey.redirects > 0)
}
