import { closedIn } from './callErrors.ts'
import type { Subscriber } from './CallState.ts'
import type { Delivery } from './runCall.ts'
import type { Session } from './Session.ts'
import { byteStream } from '../response/byteStream.ts'
import { nullBodyStatuses, withBody } from '../response/withBody.ts'

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
  // As `fetch` says it of a redirect to another origin, which each hop alone does not know of.
  const isForeign = call.request.url.origin !== session.settings.baseUrl.origin
  const terms = {
    isRedirected: call.redirects > 0 || response.redirected,
    type: isForeign ? 'cors' : response.type,
  } as const
  // A runtime without streams has the whole body already, and so has a transport without them.
  const isWhole = typeof TransformStream === 'undefined' || nullBodyStatuses.has(response.status)
  if (!response.body || isWhole) {
    subscriber.leave()
    return response.body !== undefined && call.redirects > 0 ? withBody(response, null, terms) : response
  }
  let stops: readonly (() => void)[] = []
  const stop = (): void => {
    for (const each of stops) each()
    subscriber.leave()
  }
  const reader = response.body.getReader()
  const body = byteStream({
    start(controller) {
      const cut = (signal: AbortSignal): void => {
        stop()
        attempt.giveUp()
        controller.error(closedIn(session, call, signal.reason))
      }
      stops = subscriber.signals.map((signal) => session.aborts.add(signal, () => cut(signal)))
    },
    async next() {
      try {
        const { done, value } = await reader.read()
        if (done) stop()
        return value
      } catch (error) {
        stop()
        throw error
      }
    },
    cancel(reason) {
      stop()
      return reader.cancel(reason)
    },
  })
  return withBody(response, body, terms)
}
