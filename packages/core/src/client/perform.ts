import type { WireRequest } from '../http/WireRequest.ts'
import { isSafe } from '../http/WireRequest.ts'
import { boardAlone, boardShared } from './board.ts'
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
    const { value, passenger } = await coalescer.join(keyOf(session, request, terms), {
      start: (signal) =>
        startJourney(request, { ...terms, signals: [closing, signal] }, credentials.isAnonymous),
      board: (journey) => boardShared(session, journey, terms),
      run: (journey) => read(session, journey),
    })
    return { ...value, waitedMs: Math.max(0, value.waitedMs - passenger.waitedBeforeMs) }
  }
  const { journey, passenger } = boardAlone(session, request, terms)
  try {
    return await read(session, journey)
  } finally {
    passenger.leave()
    if (!isSafe(request.method)) coalescer.written()
  }
}

/** What makes two reads identical: the request, whose it is, and how it goes; not how long its caller waits for it. */
function keyOf({ credentials }: Session, { url, headers }: WireRequest, terms: CallTerms): string {
  const { timeoutMs, maxBodyBytes, whenLocked, needsToken } = terms
  const asked = [timeoutMs, maxBodyBytes, whenLocked, needsToken, credentials.current?.fingerprint]
  return JSON.stringify([url.href, [...headers], asked.map(String)])
}
