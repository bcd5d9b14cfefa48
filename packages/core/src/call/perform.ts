import type { CallTerms } from '../options/CallTerms.ts'
import type { WireRequest } from '../request/WireRequest.ts'
import type { ReceivedResponse } from './readWhole.ts'
import type { CallKind, Subscriber } from './CallState.ts'
import { CallState } from './CallState.ts'
import type { BandoResponse } from './deliver.ts'
import { runCall } from './runCall.ts'
import type { Session } from './Session.ts'
import type { Settle } from './subscribe.ts'
import { subscribe } from './subscribe.ts'

/** Sends a call and reads its response, or joins an identical GET that is in progress. */
export function perform(session: Session, request: WireRequest, terms: CallTerms): Promise<BandoResponse> {
  const { shared, credentials } = session
  const isShared = terms.dedupe && request.method === 'GET' && request.fetchOptions === undefined
  const kind = isShared ? shared.kindOf(request, terms, credentials) : undefined
  const joined = kind?.calls.get(request.url.href)
  return new Promise((resolve, reject) => {
    const settle = { resolve, reject }
    if (joined) subscribe(session, joined, terms, settle)
    else start(session, new CallState(request, terms, credentials), settle, kind)
  })
}

/** A response whose body the caller reads. */
export interface OpenResponse {
  readonly received: ReceivedResponse
  /** Is to leave once the body has ended, failed or been cancelled. */
  readonly subscriber: Subscriber
}

/** Sends a call and leaves the body of its response to its caller. No other caller shares it. */
export function performOpen(session: Session, request: WireRequest, terms: CallTerms): Promise<OpenResponse> {
  return new Promise((resolve, reject) => {
    start(session, new CallState(request, terms, session.credentials), { resolve, reject })
  })
}

function start(session: Session, call: CallState, settle: Settle, kind?: CallKind): void {
  subscribe(session, call, call.terms, settle)
  if (kind) session.shared.add(kind, call)
  runCall(session, call)
}
