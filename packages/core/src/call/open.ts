import type { WireRequest } from '../request/WireRequest.ts'
import { subscribeAlone } from './subscribe.ts'
import { closedIn } from './callErrors.ts'
import type { Subscriber } from './CallState.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import type { Delivery } from './runCall.ts'
import { runCall } from './runCall.ts'
import type { Session } from './Session.ts'

/** An answer whose body is still arriving, and the caller who reads it. */
export interface Opened {
  readonly delivery: Delivery
  /** Leaves when the body has ended. */
  readonly subscriber: Subscriber
}

/** A call whose body is left for its caller to read, and so shared with nobody. */
export async function open(session: Session, request: WireRequest, terms: CallTerms): Promise<Opened> {
  const { call, subscriber } = subscribeAlone(session, request, terms)
  try {
    return { delivery: await runCall(session, call), subscriber }
  } catch (error) {
    subscriber.leave()
    throw closedIn(session, call, error)
  }
}
