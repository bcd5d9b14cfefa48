import type { CallTerms } from '../options/CallTerms.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import { byteStream } from '../response/byteStream.ts'
import { nullBodyStatuses, withBody } from '../response/withBody.ts'
import { buffered, readWhole } from './readWhole.ts'
import { closedIn } from './callErrors.ts'
import type { BandoResponse } from './deliver.ts'
import { toResponse } from './deliver.ts'
import type { OpenResponse } from './perform.ts'
import { performOpen } from './perform.ts'
import type { Session } from './Session.ts'

/** Returns the response with its body still arriving. Throws an error if it is not a success. */
export async function deliverOpen(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
): Promise<BandoResponse> {
  const opened = await performOpen(session, request, terms)
  const { received, subscriber } = opened
  const { call, attempt } = received
  if (attempt.outcome.kind !== 'ok') {
    try {
      const read = await subscriber.race(readWhole(received), () => attempt.giveUp())
      return toResponse(buffered(received, read), subscriber)
    } catch (error) {
      throw closedIn(session, call, error)
    } finally {
      subscriber.leave()
    }
  }
  const response = handOver(session, opened)
  const { status, headers } = response
  const { attempts, waitedMs } = call
  const data = terms.as === 'response' ? response : (response.body ?? new Blob().stream())
  return { data, status, headers: new Headers(headers), attempts, waitedMs }
}

/**
 * Returns the response while its body is still arriving, as `fetch` does. Cancelling the caller
 * cuts the body off.
 */
export function handOver(session: Session, { received, subscriber }: OpenResponse): Response {
  const { call, attempt, response } = received
  const end = (): void => {
    subscriber.onCancel = undefined
    subscriber.leave()
  }
  attempt.finish()
  if (subscriber.isCancelled) {
    end()
    attempt.discard()
    attempt.giveUp()
    throw closedIn(session, call, subscriber.reason)
  }
  // `fetch` says so after a redirect to another origin. The response of one hop cannot know of it.
  const isForeign = call.redirects > 0 && call.request.url.origin !== session.settings.baseUrl.origin
  const terms = {
    isRedirected: call.redirects > 0 || response.redirected,
    type: isForeign ? 'cors' : response.type,
  } as const
  // Nothing is left to arrive: there is no body, or the runtime has no streams and has read it.
  const isEmpty = nullBodyStatuses.has(response.status) || response.headers.get('content-length') === '0'
  const isWhole = isEmpty || typeof TransformStream === 'undefined'
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
        // Not every transport heeds the signal.
        reader.cancel(subscriber.reason).catch(() => {})
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
