import { byteStream } from '../response/byteStream.ts'
import { nullBodyStatuses, withBody } from '../response/withBody.ts'
import { closedIn } from './callErrors.ts'
import type { OpenResponse } from './perform.ts'
import type { Session } from './Session.ts'
import { unsubscribe } from './subscribe.ts'

/**
 * Returns the response as `fetch` does: its body still arrives, and is cut when the caller is
 * cancelled.
 */
export function handOver(session: Session, { received, subscriber }: OpenResponse): Response {
  const { call, attempt, response } = received
  const end = (): void => {
    subscriber.onCancel = undefined
    unsubscribe(session, call, subscriber)
  }
  attempt.finish()
  if (subscriber.isCancelled) {
    end()
    attempt.discard()
    attempt.giveUp()
    throw closedIn(session, call, subscriber.reason)
  }
  // As `fetch` says it of a redirect to another origin, which each hop alone does not know of.
  const isForeign = call.redirects > 0 && call.request.url.origin !== session.settings.baseUrl.origin
  const terms = {
    isRedirected: call.redirects > 0 || response.redirected,
    type: isForeign ? 'cors' : response.type,
  } as const
  // A runtime without streams has the whole body already, and so has a transport without them.
  const isWhole = typeof TransformStream === 'undefined' || nullBodyStatuses.has(response.status)
  if (!response.body || isWhole) {
    end()
    return response.body !== undefined && call.redirects > 0 ? withBody(response, null, terms) : response
  }
  const reader = response.body.getReader()
  const body = byteStream({
    start(controller) {
      subscriber.onCancel = () => {
        end()
        attempt.giveUp()
        controller.error(closedIn(session, call, subscriber.reason))
      }
    },
    async next() {
      try {
        const { done, value } = await reader.read()
        if (done) end()
        return value
      } catch (error) {
        end()
        throw error
      }
    },
    cancel(reason) {
      end()
      return reader.cancel(reason)
    },
  })
  return withBody(response, body, terms)
}
