import type { WireRequest } from '../request/WireRequest.ts'
import { subscribeAlone, subscribeShared } from './subscribe.ts'
import { closedIn } from './callErrors.ts'
import type { CallState } from './CallState.ts'
import type { CallTerms } from '../options/CallTerms.ts'
import { startCall } from './CallState.ts'
import type { ReceivedResponse } from './ReceivedResponse.ts'
import { readResponse } from './readResponse.ts'
import type { Session } from './Session.ts'

/** What a caller makes of what was read, for as long as none of `signals` aborts. */
export type Finish<Value> = (
  reading: ReceivedResponse,
  signals: readonly AbortSignal[],
) => Value | Promise<Value>

/** A call from its request to what its caller makes of the answer: an identical GET under way is joined, where it may be. */
export function perform<Value>(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
  { mayJoin, finish }: { readonly mayJoin: boolean; readonly finish: Finish<Value> },
): Promise<Value> {
  return request.method === 'GET' && mayJoin
    ? performShared(session, request, terms, finish)
    : performAlone(session, request, terms, finish)
}

async function performShared<Value>(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
  finish: Finish<Value>,
): Promise<Value> {
  // Before anything is done for it: it must not hurry others either.
  for (const signal of terms.signals) signal.throwIfAborted()
  const { deduplicator, closing, credentials } = session
  let call: CallState | undefined
  try {
    return await deduplicator.join(keyOf(session, request, terms), {
      start: (signal) => startCall(request, { ...terms, signals: [closing, signal] }, credentials),
      subscribe(shared) {
        call = shared
        return subscribeShared(session, shared, terms)
      },
      run: (shared) => readResponse(session, shared),
      finish: (reading, { waitedBeforeMs, signals }) =>
        finish({ ...reading, waitedMs: Math.max(0, reading.waitedMs - waitedBeforeMs) }, signals),
    })
  } catch (error) {
    throw closedIn(session, call, error)
  }
}

async function performAlone<Value>(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
  finish: Finish<Value>,
): Promise<Value> {
  const { call, subscriber } = subscribeAlone(session, request, terms)
  try {
    return await finish(await readResponse(session, call), subscriber.signals)
  } catch (error) {
    throw closedIn(session, call, error)
  } finally {
    subscriber.leave()
  }
}

/** What makes two reads identical: the request, whose it is, and how it goes; not how long its caller waits for it. */
function keyOf({ credentials }: Session, { url, headers }: WireRequest, terms: CallTerms): string {
  const { timeoutMs, maxBodyBytes, whenLocked, requireToken } = terms
  const { current, generation } = credentials
  const asked = [timeoutMs, maxBodyBytes, whenLocked, requireToken, current?.id, generation]
  return JSON.stringify([url.href, [...headers], asked.map(String)])
}
