import type { WireRequest } from '../http/WireRequest.ts'
import { isSafe } from '../http/WireRequest.ts'
import { board, boardAlone } from './board.ts'
import type { CallTerms } from './Journey.ts'
import { startJourney } from './Journey.ts'
import type { Reading } from './Reading.ts'
import { read } from './read.ts'
import type { Session } from './Session.ts'

/** A call from its request to the end of its answer: an identical GET under way is joined, where it may be. */
export async function perform(
  session: Session,
  request: WireRequest,
  terms: CallTerms,
  mayJoin: boolean,
): Promise<Reading> {
  const { coalescer, closing, credentials } = session
  if (request.method === 'GET' && mayJoin) {
    return coalescer.join(keyOf(session, request, terms), {
      start: (signal) =>
        startJourney(request, { ...terms, signals: [closing, signal] }, credentials.isAnonymous),
      board: (journey) => board(session, journey, terms),
      run: (journey) => read(session, journey),
    })
  }
  const { journey, passenger } = boardAlone(session, request, terms)
  try {
    return await read(session, journey)
  } finally {
    passenger.leave()
    if (!isSafe(request.method)) coalescer.written()
  }
}

/** What makes two reads identical: the request, whose it is, and what its caller asked for. */
function keyOf({ credentials }: Session, { url, headers }: WireRequest, terms: CallTerms): string {
  const { priority, maxWaitMs, timeoutMs, whenLocked } = terms
  const asked = [priority, maxWaitMs, timeoutMs, whenLocked, credentials.current?.fingerprint]
  return JSON.stringify([url.href, [...headers], asked.map(String)])
}
