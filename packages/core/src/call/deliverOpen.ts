import { deliver } from './deliver.ts'
import type { BandoResponse } from './deliver.ts'
import { handOver } from './handOver.ts'
import type { Opened } from './open.ts'
import { readReceived } from './readResponse.ts'
import type { Session } from './Session.ts'

/** The answer with its body still arriving; whatever is not a success as an error. */
export async function deliverOpen(
  session: Session,
  { delivery, subscriber }: Opened,
  form: 'stream' | 'response',
): Promise<BandoResponse> {
  if (delivery.outcome.kind !== 'ok') {
    try {
      return deliver(await readReceived(session, delivery))
    } finally {
      subscriber.leave()
    }
  }
  const response = handOver(session, delivery, subscriber)
  const { status, headers } = response
  const { attempts, waitedMs } = delivery.call
  const data = form === 'response' ? response : (response.body ?? new Blob().stream())
  return { data, status, headers: new Headers(headers), attempts, waitedMs }
}
